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
    var places: StreamPlaces<StreamFrame>
    var clients: [Int: Client] = [:]
    var lastHeartbeat = 0
    var hasEnded = false
  }

  fileprivate struct Client {
    let frames: AsyncStream<StreamFrame>.Continuation
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
    state = Mutex(State(places: StreamPlaces(after: sequence, remembering: Self.remembered)))
  }

  /// The last event that memory does not hold, and the last that was told here.
  var extent: (forgotten: Int64, last: Int64) {
    state.withLock { ($0.places.forgotten, $0.places.last) }
  }

  /// A client that has seen everything up to an event; nil: what it missed is not remembered.
  ///
  /// - Parameter hangUp: ends its connection when it does not keep up: a write to a client that
  ///   does not read would wait for ever.
  func subscribe(
    after sequence: Int64, hangUp: @escaping @Sendable () -> Void
  ) -> Subscription? {
    state.withLock { state in
      let (live, frames) = AsyncStream.makeStream(
        of: StreamFrame.self, bufferingPolicy: .bufferingOldest(Self.buffered))
      let place = state.places.subscribe(after: sequence) { frame in
        if case .dropped = frames.yield(frame) { false } else { true }
      }
      guard let place else { return nil }
      if state.hasEnded {
        frames.finish()
      } else {
        state.clients[place.client] = Client(frames: frames, hangUp: hangUp)
      }
      return Subscription(number: place.client, missed: place.missed, live: live)
    }
  }

  /// A client has gone.
  func leave(_ subscription: Subscription) {
    state.withLock { state in
      state.places.leave(subscription.number)
      state.clients[subscription.number] = nil
    }
  }

  /// How many clients there are, and how many were cut off so far.
  var figures: (clients: Int, cutOff: Int) {
    state.withLock { ($0.clients.count, $0.places.cutOff) }
  }

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
    change { $0.take(frame, sequence) }
  }

  func begins(after sequence: Int64) {
    state.withLock { $0.places.passOver(to: sequence) }
  }

  var showsVitals: Bool { true }

  func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock) {
    let writer = StationWriter(now: now, wall: wall)
    let frame = StreamFrame(event: "vitals") { json in
      json.field("bed", vitals.bed)
      writer.writeTime(to: &json)
      writer.write(vitals, to: &json)
    }
    change { $0.offer(frame) }
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
    change { $0.beat(frame, after: sequence) }
  }

  /// Changes the clients' places, and cuts off those that did not keep up.
  private func change(_ body: (inout StreamPlaces<StreamFrame>) -> [Int]) {
    let late = state.withLock { state in
      body(&state.places).compactMap { state.clients.removeValue(forKey: $0) }
    }
    for client in late { client.cutOff() }
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
