import Dispatch
import InfusionCore
import Synchronization

/// What waits to be written: bounded, in order, and never in the station's way.
final class LedgerInbox: Sendable {
  /// The most readings that wait while the disk takes nothing: an hour of 32 monitors at 1 Hz.
  static let mostReadings = 115_200
  /// The most other inputs and events that wait.
  static let mostOthers = 20_000
  /// The most inputs and events that one transaction writes.
  static let mostAtOnce = 5_000
  /// Readings alone are written at most so much later.
  static let gatherFor = Duration.seconds(1)
  /// A failed write is tried again after so long.
  static let retryAfter = Duration.seconds(1)
  /// The writer looks at its files at least so often, whether there is anything to write or not.
  static let lookEvery = Duration.milliseconds(500)

  /// One turn's batch, or the request for a snapshot after all turns before it.
  struct Entry: Sendable {
    var batch: LedgerBatch
    var readings = 0
    var others = 0
    var snapshot: SnapshotRequest?
    var answer: CommitAnswer?
  }

  struct SnapshotRequest: Sendable {
    var core: StationCore
    var sequence: Int64
    var moment: Int64
  }

  /// What one transaction writes.
  struct Chunk: Sendable {
    var entries: [Entry]
    var lost: LedgerRecovery.Loss
    var lostBecause: String
  }

  fileprivate struct State {
    var waiting: [Entry] = []
    var readings = 0
    var others = 0
    var lost = LedgerRecovery.Loss()
    var lastFailure = ""
    /// Why the last write failed; nil: it did not.
    var failure: String?
    /// Why what is written does not count as kept yet; nil: it does.
    var held: String?
    /// Why the chunk that is being written is not kept for good.
    var notKept: String?
    /// A write takes longer than an answer may.
    var isLate = false
    var isUrgent = false
    var writeAt: ContinuousClock.Instant?
    var isClosing = false
  }
  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  /// Why writing fails now; nil: it does not.
  var failure: String? {
    state.withLock { $0.failure ?? ($0.isLate ? Self.late : $0.held) }
  }
  static let late = "the disk takes longer than 250 ms"

  /// Adds what one turn has to keep; an urgent one is written at once.
  func add(_ entry: Entry) {
    let isUrgent = entry.answer != nil || entry.snapshot != nil
    let isFirst = state.withLock { state in
      if entry.snapshot != nil { state.waiting.removeAll { $0.snapshot != nil } }
      state.waiting.append(entry)
      state.readings += entry.readings
      state.others += entry.others
      state.limit()
      if isUrgent { state.isUrgent = true }
      defer { state.writeAt = state.writeAt ?? .now + Self.gatherFor }
      return state.writeAt == nil
    }
    if isUrgent || isFirst { bell.signal() }
  }

  /// An answer could not be given in time.
  func noteLate() { state.withLock { $0.isLate = true } }

  /// Asks for everything to be written, once more at most, and for the end.
  func close() {
    state.withLock { state in
      state.isClosing = true
      state.isUrgent = true
    }
    bell.signal()
  }

  /// What is to be written next; waits for it, or for the time of a look: then it is empty. Nil:
  /// closed.
  func next() -> Chunk? {
    while true {
      let (chunk, isOver, until) = state.withLock { state in
        let (chunk, isOver) = state.take()
        return (chunk, isOver, state.writeAt)
      }
      if let chunk { return chunk }
      if isOver { return nil }
      let look = ContinuousClock.now + Self.lookEvery
      if until.map({ look < $0 }) ?? true {
        if !wait(until: look) { return Chunk(entries: [], lost: .init(), lostBecause: "") }
      } else {
        wait(until: until ?? look)
      }
    }
  }

  /// Waits for the bell; false: it did not ring in time.
  @discardableResult private func wait(until instant: ContinuousClock.Instant) -> Bool {
    let left = Swift.max(.zero, instant - .now) / .milliseconds(1)
    return bell.wait(timeout: .now() + .milliseconds(Int(left) + 1)) == .success
  }

  /// A chunk is written.
  func succeeded() {
    state.withLock { state in
      state.failure = state.notKept
      state.notKept = nil
      state.isLate = false
    }
  }

  /// There is nothing to write, and writing would be possible.
  func foundSound() {
    state.withLock { state in
      if state.waiting.isEmpty { (state.failure, state.isLate) = (nil, false) }
    }
  }

  /// What is being written may not be found by a restart.
  func notKept(_ reason: String) { state.withLock { $0.notKept = reason } }

  /// What is written counts as kept only once this is called again with nil.
  func hold(_ reason: String?) { state.withLock { $0.held = reason } }

  /// A chunk could not be written, and waits again before everything else.
  func failed(_ chunk: Chunk, _ reason: String) {
    state.withLock { state in
      state.failure = reason
      state.lastFailure = reason
      state.isLate = false
      state.waiting.insert(contentsOf: chunk.entries.map(\.unanswered), at: 0)
      state.readings += chunk.entries.map(\.readings).reduce(0, +)
      state.others += chunk.entries.map(\.others).reduce(0, +)
      state.lost.readings += chunk.lost.readings
      state.lost.others += chunk.lost.others
      state.limit()
      state.writeAt = .now + Self.retryAfter
    }
  }

  /// How much waits.
  var waiting: LedgerRecovery.Loss {
    state.withLock { LedgerRecovery.Loss(readings: $0.readings, others: $0.others) }
  }
}

extension LedgerInbox.State {
  /// The next chunk if it is time; true: and nothing will come any more.
  fileprivate mutating func take() -> (LedgerInbox.Chunk?, Bool) {
    let isDue = writeAt.map { $0 <= .now } ?? false
    guard isUrgent || isDue || isClosing, !waiting.isEmpty else { return (nil, isClosing) }
    if isClosing, failure != nil, !isUrgent, !isDue { return (nil, true) }
    isUrgent = false
    var count = 0
    let taken = waiting.prefix { entry in
      defer { count += entry.readings + entry.others }
      return count < LedgerInbox.mostAtOnce
    }
    waiting.removeFirst(taken.count)
    readings -= taken.map(\.readings).reduce(0, +)
    others -= taken.map(\.others).reduce(0, +)
    defer { lost = LedgerRecovery.Loss() }
    writeAt = waiting.isEmpty ? nil : .now
    return (
      LedgerInbox.Chunk(entries: Array(taken), lost: lost, lostBecause: lastFailure), false
    )
  }

  /// Over a limit, the oldest readings give way first, a tenth at once; what is told only once
  /// gives way last.
  fileprivate mutating func limit() {
    if readings > LedgerInbox.mostReadings {
      for index in waiting.indices where readings > LedgerInbox.mostReadings * 9 / 10 {
        let dropped = waiting[index].dropReadings()
        readings -= dropped
        lost.readings += dropped
      }
    }
    if others > LedgerInbox.mostOthers {
      for index in waiting.indices where others > LedgerInbox.mostOthers * 9 / 10 {
        let dropped = waiting[index].dropOthers()
        others -= dropped
        lost.others += dropped
      }
    }
    if lost != LedgerRecovery.Loss() {
      waiting.removeAll { $0.readings + $0.others == 0 && $0.snapshot == nil && $0.answer == nil }
    }
  }
}

extension LedgerInbox.Entry {
  init(_ batch: LedgerBatch, answer: CommitAnswer?) {
    readings = batch.inputs.count { $0.input.isReadings }
    others = batch.inputs.count - readings + batch.events.count + batch.answers.count
    self.batch = batch
    self.answer = answer
  }

  init(_ snapshot: LedgerInbox.SnapshotRequest) {
    batch = LedgerBatch()
    self.snapshot = snapshot
  }

  fileprivate var unanswered: Self {
    var entry = self
    entry.answer = nil
    return entry
  }

  fileprivate mutating func dropReadings() -> Int {
    batch.inputs.removeAll { $0.input.isReadings }
    defer { readings = 0 }
    return readings
  }

  fileprivate mutating func dropOthers() -> Int {
    batch = LedgerBatch(inputs: batch.inputs.filter { $0.input.isReadings }, wall: batch.wall)
    defer { others = 0 }
    return others
  }
}

extension Input {
  var isReadings: Bool { if case .readings = self { true } else { false } }
}

extension LedgerBatch {
  /// Whether it has to be written before it is answered.
  package var isUrgent: Bool {
    !events.isEmpty || !answers.isEmpty
      || inputs.contains { !$0.input.isReadings && $0.input != .time }
  }
}
