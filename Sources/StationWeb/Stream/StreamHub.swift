import InfusionCore
import NIOCore
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
  private let state: Mutex<State>

  fileprivate struct State {
    /// The frames after `oldest`, without a gap.
    var frames: [(sequence: Int64, frame: StreamFrame)] = []
    /// Everything up to this event is not remembered.
    var forgotten: Int64
    var clients: [Int: AsyncStream<StreamFrame>.Continuation] = [:]
    var nextClient = 0
    var cutOff = 0
    var lastHeartbeat = 0
    var hasEnded = false
  }

  /// A hub without clients.
  ///
  /// - Parameters:
  ///   - start: names this start of the station.
  ///   - sequence: the last number that earlier starts may have used.
  init(start: String, after sequence: Int64) {
    self.start = start
    state = Mutex(State(forgotten: sequence))
  }

  /// The last event that memory does not hold.
  var forgotten: Int64 { state.withLock(\.forgotten) }

  /// What a client gets that goes on after an event.
  enum Subscription {
    /// What it missed, then what comes.
    case live(missed: [StreamFrame], AsyncStream<StreamFrame>)
    /// What it missed is no longer remembered.
    case tooOld
  }

  /// A client that has seen everything up to an event.
  func subscribe(after sequence: Int64) -> Subscription {
    state.withLock { state in
      guard sequence >= state.forgotten else { return .tooOld }
      let (stream, client) = AsyncStream.makeStream(
        of: StreamFrame.self, bufferingPolicy: .bufferingOldest(Self.buffered))
      guard !state.hasEnded else {
        client.finish()
        return .live(missed: [], stream)
      }
      let number = state.nextClient
      state.nextClient += 1
      state.clients[number] = client
      client.onTermination = { [weak self] _ in self?.leave(number) }
      let missed = state.frames.drop { $0.sequence <= sequence }.map(\.frame)
      return .live(missed: missed, stream)
    }
  }

  private func leave(_ number: Int) { state.withLock { $0.clients[number] = nil } }

  /// How many clients there are, and how many were cut off so far.
  var figures: (clients: Int, cutOff: Int) { state.withLock { ($0.clients.count, $0.cutOff) } }

  /// Ends every client's stream, and that of every client to come.
  func end() {
    let clients = state.withLock { state in
      state.hasEnded = true
      return Array(state.clients.values)
    }
    for client in clients { client.finish() }
  }

  func tell(_ announcement: Announcement) {
    let sequence = announcement.numbered.sequence
    let frame = StreamFrame(announcement, start: start)
    let late = state.withLock { state in
      state.frames.append((sequence, frame))
      if state.frames.count >= 2 * Self.remembered {
        state.forgotten = state.frames[Self.remembered - 1].sequence
        state.frames.removeFirst(Self.remembered)
      }
      return state.offer(frame)
    }
    cutOff(late)
  }

  var showsVitals: Bool { true }

  func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock) {
    let writer = StationWriter(now: now, wall: wall)
    send("vitals") { json in
      json.field("bed", vitals.bed)
      writer.writeTime(to: &json)
      writer.write(vitals, to: &json)
    }
  }

  /// Sends a message without an id to every client.
  func send(_ event: String, _ body: (inout JSONText) -> Void) {
    var json = JSONText()
    json.object(body)
    let frame = StreamFrame(event: event, data: json.bytes)
    cutOff(state.withLock { $0.offer(frame) })
  }

  /// A receipt for an older heartbeat says nothing of now.
  static let recentHeartbeats = 3

  /// Tells a heartbeat, which displays confirm by its number.
  func beat(_ body: (inout JSONText, Int) -> Void) {
    let number = state.withLock { state in
      state.lastHeartbeat += 1
      return state.lastHeartbeat
    }
    send("heartbeat") { body(&$0, number) }
  }

  /// Whether a display that confirms this heartbeat shows what is.
  func isRecent(heartbeat number: Double) -> Bool {
    let last = Double(state.withLock(\.lastHeartbeat))
    return number <= last && number > last - Double(Self.recentHeartbeats)
  }

  /// Ends the stream of clients that do not keep up: they come back and miss nothing.
  private func cutOff(_ late: [AsyncStream<StreamFrame>.Continuation]) {
    for client in late { client.finish() }
  }
}

extension StreamHub.State {
  /// Hands a frame to every client; those that did not take it.
  fileprivate mutating func offer(_ frame: StreamFrame) -> [AsyncStream<StreamFrame>.Continuation] {
    var late: [AsyncStream<StreamFrame>.Continuation] = []
    for (number, client) in clients {
      guard case .dropped = client.yield(frame) else { continue }
      late.append(client)
      clients[number] = nil
      cutOff += 1
    }
    return late
  }
}
