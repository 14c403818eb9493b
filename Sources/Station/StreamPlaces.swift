/// The alert stream as a value: what is remembered of it, and how much of it each client has.
///
/// Whoever cannot take a frame at once is given back, to be cut off, and comes back with the id of
/// the last event that it has. Nobody holds up anybody else.
public struct StreamPlaces<Frame: Sendable>: Sendable {
  private struct Client: Sendable {
    /// The last event that it has, or will have before those that come.
    var last: Int64
    /// Hands a frame over; false: it has no room.
    let hand: @Sendable (Frame) -> Bool
  }

  /// The latest events that a client can catch up with from memory are this many, up to twice.
  private let remembered: Int
  /// The frames after `forgotten`, without a gap.
  private var frames: [(sequence: Int64, frame: Frame)] = []
  /// Everything up to this event is not remembered.
  public private(set) var forgotten: Int64
  /// The last event that was told here.
  public private(set) var last: Int64
  private var clients: [Int: Client] = [:]
  private var nextClient = 0
  /// A heartbeat that knows of an event that is not told here yet.
  private var early: (sequence: Int64, frame: Frame)?
  /// How many clients were cut off so far.
  public private(set) var cutOff = 0

  /// A stream without clients.
  ///
  /// - Parameters:
  ///   - sequence: the last number that earlier starts may have used.
  ///   - remembered: how many events are remembered.
  public init(after sequence: Int64, remembering remembered: Int) {
    self.remembered = remembered
    (forgotten, last) = (sequence, sequence)
  }

  /// How many clients there are.
  public var count: Int { clients.count }

  /// A client that has seen everything up to an event: its number, and what it missed; nil: that is
  /// not remembered.
  public mutating func subscribe(
    after sequence: Int64, _ hand: @escaping @Sendable (Frame) -> Bool
  ) -> (client: Int, missed: [Frame])? {
    guard sequence >= forgotten else { return nil }
    nextClient += 1
    clients[nextClient] = Client(last: max(sequence, last), hand: hand)
    return (nextClient, frames.drop { $0.sequence <= sequence }.map(\.frame))
  }

  /// A client has gone.
  public mutating func leave(_ client: Int) { clients[client] = nil }

  /// Takes an event, and gives the clients that have to be cut off.
  public mutating func take(_ frame: Frame, _ sequence: Int64) -> [Int] {
    guard sequence > last else { return [] }
    // Some were lost on the way here: who comes back finds them in the ledger.
    if sequence != last + 1 { passOver(to: sequence - 1) }
    last = sequence
    frames.append((sequence, frame))
    if frames.count >= 2 * remembered {
      forgotten = frames[remembered - 1].sequence
      frames.removeFirst(remembered)
    }
    var late = offer(frame, sequence)
    if let beat = early, beat.sequence <= last {
      early = nil
      late += offer(beat.frame)
    }
    return late
  }

  /// Goes on after an event as if nothing before it had been told here.
  public mutating func passOver(to sequence: Int64) {
    guard sequence > last else { return }
    frames = []
    (forgotten, last) = (sequence, sequence)
  }

  /// Tells a heartbeat that knows of everything up to an event, or keeps it until that is told;
  /// gives the clients that have to be cut off.
  public mutating func beat(_ frame: Frame, after sequence: Int64) -> [Int] {
    if let lost = early, lost.sequence > last {
      // Its events did not come for as long as from one heartbeat to the next.
      passOver(to: lost.sequence)
      early = nil
      return cutOff(clients.filter { $0.value.last < lost.sequence }.keys)
    }
    guard sequence > last else { return offer(frame) }
    early = (sequence, frame)
    return []
  }

  /// Hands what is no event to every client; gives those that have to be cut off.
  public mutating func offer(_ frame: Frame) -> [Int] {
    cutOff(clients.filter { !$0.value.hand(frame) }.keys)
  }

  /// Hands an event to those that do not have it.
  private mutating func offer(_ frame: Frame, _ sequence: Int64) -> [Int] {
    var late: [Int] = []
    for (number, client) in clients where sequence > client.last {
      clients[number]?.last = sequence
      if sequence != client.last + 1 || !client.hand(frame) { late.append(number) }
    }
    return cutOff(late)
  }

  private mutating func cutOff(_ numbers: some Sequence<Int>) -> [Int] {
    let numbers = Array(numbers)
    cutOff += numbers.count
    for number in numbers { clients[number] = nil }
    return numbers
  }
}
