import InfusionCore
import Records
import Station
import Synchronization
import Vitals

/// The alert stream of a night: the station's own value of it, and clients that read as they like,
/// are cut off, and come back with the last id that they have.
struct NightStream {
  /// What a client is handed.
  enum Frame: Hashable, Sendable {
    case event(StreamID)
    /// It knows of everything up to an event.
    case heartbeat(Int64)
  }

  /// The station's side.
  private struct Side {
    let start: String
    /// The last number that earlier starts may have used.
    let before: Int64
    var places: StreamPlaces<Frame>
    /// The last event that a snapshot knows.
    var sequence: Int64
    /// When its first turn was kept: who looks at the station is answered once one is over.
    var turnedAt: Int64?

    func hasTurned(by now: Int64) -> Bool { turnedAt.map { now > $0 } ?? false }
    /// Told, and on its way to the stream.
    var underWay: [(at: Int64, sequence: Int64)] = []
    var told: [Int64] = []
  }

  private static let beatsEvery: Int64 = 5_000

  private let plan: StreamPlan
  private var chance: Chance
  private var side: Side?
  private var starts = 0
  private var listeners: [Listener]
  private var kept: [StoredEvent] = []
  private var beatAt: Int64 = 0
  private var clock: Int64 = 0

  init(_ plan: StreamPlan, _ chance: Chance) {
    self.plan = plan
    self.chance = chance
    listeners = plan.listeners.map { Listener(plan: $0) }
  }

  // The station

  mutating func begin(after sequence: Int64) {
    starts += 1
    side = Side(
      start: "start\(starts)", before: sequence,
      places: StreamPlaces(after: sequence, remembering: plan.remembered), sequence: sequence)
  }

  mutating func turn(at now: Int64) {
    if side?.turnedAt == nil { side?.turnedAt = now }
  }

  mutating func end() {
    side = nil
    for index in listeners.indices { listeners[index].connection = nil }
  }

  mutating func keep(_ batch: LedgerBatch) {
    kept += batch.events.map {
      StoredEvent(start: "start\(starts)", numbered: $0, wall: batch.wall)
    }
  }

  mutating func tell(_ sequence: Int64, at now: Int64) {
    side?.sequence = sequence
    side?.told.append(sequence)
    guard !chance.chance(plan.lost) else { return }
    let late = plan.late == .zero ? 0 : chance.number(0...plan.late.milliseconds)
    let before = side?.underWay.last?.at ?? 0
    side?.underWay.append((max(before, now + late), sequence))
  }

  // Time

  /// Lets everything happen that is due; what is wrong, or nil.
  mutating func advance(to now: Int64) -> String? {
    while let next, next <= now {
      clock = max(clock, next)
      if let wrong = happen(at: clock) { return wrong }
    }
    clock = now
    return nil
  }

  /// When something happens next; nil: no station runs.
  private var next: Int64? {
    guard let side else { return nil }
    var next = min(beatAt, side.underWay.first?.at ?? .max)
    for listener in listeners where listener.isBusy { next = min(next, listener.due) }
    return next
  }

  private mutating func happen(at now: Int64) -> String? {
    while let first = side?.underWay.first, first.at <= now {
      side?.underWay.removeFirst()
      let id = StreamID(start: side?.start, sequence: first.sequence)
      cutOff(side?.places.take(.event(id), first.sequence) ?? [], at: now)
    }
    if beatAt <= now {
      beatAt = now + Self.beatsEvery
      if let sequence = side?.sequence, side?.hasTurned(by: now) == true {
        cutOff(side?.places.beat(.heartbeat(sequence), after: sequence) ?? [], at: now)
      }
    }
    for index in listeners.indices where listeners[index].isBusy && listeners[index].due <= now {
      listeners[index].due = now + listeners[index].plan.every.milliseconds
      if listeners[index].connection == nil { connect(index) }
      if let wrong = read(index) { return wrong }
    }
    return nil
  }

  /// A client that is cut off reads no more of what waits for it, and is away for a while.
  private mutating func cutOff(_ clients: [Int], at now: Int64) {
    for index in listeners.indices {
      guard let client = listeners[index].connection?.client, clients.contains(client) else {
        continue
      }
      listeners[index].connection = nil
      listeners[index].due = now + listeners[index].plan.away.milliseconds
    }
  }

  // A client

  /// As `GET /api/v1/stream` does: from memory, from the ledger, or anew.
  private mutating func connect(_ index: Int) {
    guard let side else { return }
    if let last = listeners[index].last, last.sequence <= max(side.places.last, side.sequence) {
      if last.start == side.start, subscribe(index, after: last.sequence) { return }
      let missed = MissedEvents(
        after: last, forgotten: side.places.forgotten, earlierStarts: side.before)
      let from = kept.drop { $0.numbered.sequence < last.sequence }.prefix(MissedEvents.most + 1)
      if let missed, let events = missed.from(Array(from)) {
        let frames = events.map {
          Frame.event(StreamID(start: $0.start, sequence: $0.numbered.sequence))
        }
        if subscribe(index, after: missed.through, first: frames) { return }
      }
    }
    guard side.hasTurned(by: clock) else { return }
    listeners[index].last = StreamID(start: side.start, sequence: side.sequence)
    _ = subscribe(index, after: side.sequence)
  }

  private mutating func subscribe(_ index: Int, after sequence: Int64, first: [Frame] = []) -> Bool
  {
    let inbox = Inbox(room: listeners[index].plan.room)
    guard let place = side?.places.subscribe(after: sequence, { inbox.take($0) }) else {
      return false
    }
    listeners[index].connection = Listener.Connection(
      client: place.client, missed: first + place.missed, inbox: inbox)
    return true
  }

  private mutating func read(_ index: Int) -> String? {
    for _ in 0..<listeners[index].plan.reads {
      guard let frame = listeners[index].connection?.next() else { return nil }
      let last = listeners[index].last?.sequence ?? 0
      switch frame {
      case .heartbeat(let known):
        if known > last { return "a heartbeat that knows of \(known) came to one that has \(last)" }
      case .event(let id):
        if id.sequence <= last { return "\(id.sequence) came again after \(last)" }
        if let missed = firstEvent(between: last, and: id.sequence) {
          return "after \(last) came \(id.sequence), and never \(missed)"
        }
        listeners[index].last = id
      }
    }
    return nil
  }

  /// An event that is kept, or was told in this start.
  private func firstEvent(between last: Int64, and next: Int64) -> Int64? {
    let numbers = kept.lazy.map(\.numbered.sequence).reversed().prefix { $0 > last }
    let told = side?.told.reversed().prefix { $0 > last } ?? []
    return (Array(numbers) + told).filter { $0 < next }.min()
  }
}

extension NightStream {
  private struct Listener {
    struct Connection {
      let client: Int
      /// What it missed, which is written at once.
      var missed: [Frame]
      let inbox: Inbox

      var hasNews: Bool { !missed.isEmpty || inbox.hasNews }

      mutating func next() -> Frame? { missed.isEmpty ? inbox.next() : missed.removeFirst() }
    }

    let plan: ListenerPlan
    var last: StreamID?
    var connection: Connection?
    var due: Int64 = 0

    /// It wants to connect, or has something to read.
    var isBusy: Bool { connection?.hasNews ?? true }
  }

  /// What waits for one client, bounded.
  private final class Inbox: Sendable {
    private let room: Int
    private let frames = Mutex<[Frame]>([])

    init(room: Int) { self.room = room }

    func take(_ frame: Frame) -> Bool {
      frames.withLock { frames in
        guard frames.count < room else { return false }
        frames.append(frame)
        return true
      }
    }

    var hasNews: Bool { frames.withLock { !$0.isEmpty } }

    func next() -> Frame? {
      frames.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
  }
}
