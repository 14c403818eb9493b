import InfusionCore
import Records
import Station
import Synchronization
import Vitals

/// Carries the station's events to every client of the stream.
///
/// Each client has a bounded buffer of its own; one that does not keep up is cut off and comes back
/// with its last id. Nobody holds up anybody else.
final class StreamHub: Announcer {
  /// The latest events that a client can catch up with from memory.
  static let remembered = 4096
  /// The most messages that wait for one client; at the next one it is cut off.
  static let buffered = 256

  let name = "the alert stream"
  /// This start of the station: no other has the same.
  let start: String
  /// The last number that earlier starts may have used.
  let before: Int64
  private let state: Mutex<State>

  fileprivate struct State {
    /// The frames after `forgotten`, without a gap.
    var frames: [(sequence: Int64, frame: StreamFrame)] = []
    /// Everything up to this event is not remembered.
    var forgotten: Int64
    /// The last event that was told here.
    var last: Int64
    var clients: [Int: Client] = [:]
    var nextClient = 0
    var cutOff = 0
    var lastHeartbeat = 0
    /// A heartbeat that knows of an event that is not told here yet.
    var early: (sequence: Int64, frame: StreamFrame)?
    var hasEnded = false
  }

  fileprivate struct Client {
    let frames: AsyncStream<StreamFrame>.Continuation
    /// The last event that it has, or will have before those that come.
    var last: Int64
    let hangUp: @Sendable () -> Void

    func cutOff() {
      frames.finish()
      hangUp()
    }
  }

  /// A hub without clients.
  ///
  /// - Parameters:
  ///   - start: names this start of the station.
  ///   - sequence: the last number that earlier starts may have used.
  init(start: String, after sequence: Int64) {
    self.start = start
    before = sequence
    state = Mutex(State(forgotten: sequence, last: sequence))
  }

  /// The last event that memory does not hold, and the last that was told here.
  var extent: (forgotten: Int64, last: Int64) { state.withLock { ($0.forgotten, $0.last) } }

  /// A client that has seen everything up to an event; nil: what it missed is not remembered.
  ///
  /// - Parameter hangUp: ends its connection when it does not keep up: a write to a client that
  ///   does not read would wait for ever.
  func subscribe(
    after sequence: Int64, hangUp: @escaping @Sendable () -> Void
  ) -> Subscription? {
    state.withLock { state in
      guard sequence >= state.forgotten else { return nil }
      let (live, frames) = AsyncStream.makeStream(
        of: StreamFrame.self, bufferingPolicy: .bufferingOldest(Self.buffered))
      let number = state.nextClient
      state.nextClient += 1
      if state.hasEnded {
        frames.finish()
      } else {
        state.clients[number] = Client(
          frames: frames, last: max(sequence, state.last), hangUp: hangUp)
      }
      let missed = state.frames.drop { $0.sequence <= sequence }.map(\.frame)
      return Subscription(number: number, missed: missed, live: live)
    }
  }

  /// A client has gone.
  func leave(_ subscription: Subscription) {
    state.withLock { $0.clients[subscription.number] = nil }
  }

  /// How many clients there are, and how many were cut off so far.
  var figures: (clients: Int, cutOff: Int) { state.withLock { ($0.clients.count, $0.cutOff) } }

  /// Ends every client's stream, and that of every client to come.
  func end() {
    let clients = state.withLock { state in
      state.hasEnded = true
      return Array(state.clients.values)
    }
    for client in clients { client.frames.finish() }
  }

  func tell(_ announcement: Announcement) {
    let sequence = announcement.numbered.sequence
    // What an earlier start has kept is in the ledger, for clients that missed it.
    guard sequence > before else { return }
    let frame = StreamFrame(announcement, start: start)
    let late = state.withLock { $0.take(frame, sequence) }
    for client in late { client.cutOff() }
  }

  func begins(after sequence: Int64) {
    state.withLock { $0.passOver(to: sequence) }
  }

  var showsVitals: Bool { true }

  func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock) {
    let writer = StationWriter(now: now, wall: wall)
    let frame = StreamFrame(event: "vitals") { json in
      json.field("bed", vitals.bed)
      writer.writeTime(to: &json)
      writer.write(vitals, to: &json)
    }
    for client in state.withLock({ $0.offer(frame) }) { client.cutOff() }
  }

  /// A receipt for an older heartbeat says nothing of now.
  static let recentHeartbeats = 3

  /// Tells a heartbeat, which displays confirm by its number: never before the events that it
  /// knows of.
  ///
  /// - Parameter sequence: the last of these.
  func beat(after sequence: Int64, _ body: (inout JSONText, Int) -> Void) {
    let number = state.withLock { state in
      state.lastHeartbeat += 1
      return state.lastHeartbeat
    }
    let frame = StreamFrame(event: "heartbeat") { body(&$0, number) }
    for client in state.withLock({ $0.beat(frame, after: sequence) }) { client.cutOff() }
  }

  /// Whether a display that confirms this heartbeat shows what is.
  func isRecent(heartbeat number: Double) -> Bool {
    let last = Double(state.withLock(\.lastHeartbeat))
    return number <= last && number > last - Double(Self.recentHeartbeats)
  }
}

/// One client's place in the stream.
struct Subscription: Sendable {
  fileprivate let number: Int
  /// What it missed.
  let missed: [StreamFrame]
  /// What comes after that, without a gap; it ends when the client is cut off.
  let live: AsyncStream<StreamFrame>
}

extension StreamHub.State {
  /// Takes an event, and gives the clients that have to be cut off.
  fileprivate mutating func take(_ frame: StreamFrame, _ sequence: Int64) -> [StreamHub.Client] {
    guard sequence > last else { return [] }
    // Some were lost on the way here: who comes back finds them in the ledger.
    if sequence != last + 1 { passOver(to: sequence - 1) }
    last = sequence
    frames.append((sequence, frame))
    if frames.count >= 2 * StreamHub.remembered {
      forgotten = frames[StreamHub.remembered - 1].sequence
      frames.removeFirst(StreamHub.remembered)
    }
    var late = offer(frame, sequence)
    if let beat = early, beat.sequence <= last {
      early = nil
      late += offer(beat.frame)
    }
    return late
  }

  /// Goes on after an event as if nothing before it had been told here.
  fileprivate mutating func passOver(to sequence: Int64) {
    guard sequence > last else { return }
    frames = []
    (forgotten, last) = (sequence, sequence)
  }

  /// Tells a heartbeat, or keeps it until its events are told.
  fileprivate mutating func beat(
    _ frame: StreamFrame, after sequence: Int64
  ) -> [StreamHub.Client] {
    if let lost = early, lost.sequence > last {
      // Its events did not come for as long as from one heartbeat to the next.
      passOver(to: lost.sequence)
      early = nil
      return cutOff { $0.last < lost.sequence }
    }
    guard sequence > last else { return offer(frame) }
    early = (sequence, frame)
    return []
  }

  /// Hands a frame to every client, an event to those that do not have it; gives those that could
  /// not take it.
  fileprivate mutating func offer(
    _ frame: StreamFrame, _ sequence: Int64? = nil
  ) -> [StreamHub.Client] {
    var late: Set<Int> = []
    for (number, client) in clients {
      if let sequence {
        guard sequence > client.last else { continue }
        clients[number]?.last = sequence
        if sequence != client.last + 1 {
          late.insert(number)
          continue
        }
      }
      if case .dropped = client.frames.yield(frame) { late.insert(number) }
    }
    return cutOff(late)
  }

  private mutating func cutOff(where isLate: (StreamHub.Client) -> Bool) -> [StreamHub.Client] {
    cutOff(Set(clients.filter { isLate($0.value) }.keys))
  }

  private mutating func cutOff(_ numbers: Set<Int>) -> [StreamHub.Client] {
    cutOff += numbers.count
    return numbers.compactMap { clients.removeValue(forKey: $0) }
  }
}
