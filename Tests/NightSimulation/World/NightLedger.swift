import Foundation
import InfusionCore
import Records
import Station
import Vitals

/// A ledger in memory that keeps the promises of the real one, and has its troubles: what was
/// answered as durable stays, and a crash keeps only the beginning of what was on its way.
struct NightLedger: Sendable {
  /// How it writes.
  enum Mood: Hashable, Sendable {
    case well
    /// Each write takes so long.
    case slow(Span)
    case failing(String)
  }

  /// What is on its way.
  struct Entry: Sendable {
    var batch: LedgerBatch
    var snapshot: Snapshot?
  }

  struct Snapshot: Sendable {
    var core: StationCore
    var sequence: Int64
    var moment: Moment
    /// How many inputs are kept before it.
    var inputs = 0
  }

  // As `Records.Ledger` has them.
  static let longestCommit = Span.milliseconds(250)
  static let gatherFor = Span.seconds(1)
  static let retryAfter = Span.seconds(1)
  private static let sequenceBlock: Int64 = 10_000
  private static let sequenceReserve: Int64 = 1_000

  var mood = Mood.well
  private(set) var waiting: [Entry] = []
  /// When what waits is to be written; nil: nothing waits.
  private(set) var writeAt: Int64?
  private var failure: String?

  // On the disk
  private(set) var inputs: [TakenInput] = []
  private(set) var events: [NumberedEvent] = []
  private(set) var answers: [KeptAnswer] = []
  private(set) var snapshots: [Snapshot] = []
  private(set) var lastWall = WallClock()
  private(set) var lastMoment: Moment?
  private var lastSequence: Int64 = 0
  private var reserved: Int64 = 0
  /// Names the clock of the last start that is written.
  private(set) var clock: String?
  /// That of a start that is not written yet.
  private var unwrittenClock: String?
  private var endedInOrder = true

  /// Takes what one turn has to keep, at a time of the night; nil: the answer follows from the
  /// next write, or from `tooLate()`.
  mutating func commit(_ batch: LedgerBatch, at now: Int64) -> Durability? {
    waiting.append(Entry(batch: batch))
    guard batch.isUrgent, failure != Self.late else {
      writeAt = writeAt ?? now + Self.gatherFor.milliseconds
      return failure.map { .failed($0) } ?? .durable
    }
    let takes =
      switch mood {
      case .well: Span.milliseconds(2)
      case .slow(let span): span
      case .failing: Span.milliseconds(1)
      }
    writeAt = min(writeAt ?? .max, now + takes.milliseconds)
    if case .slow = mood { writeAt = now + takes.milliseconds }
    return nil
  }
  private static let late = "the disk takes longer than 250 ms"

  /// A commit was not answered in time.
  mutating func tooLate() -> Durability {
    failure = Self.late
    return .failed(Self.late)
  }

  mutating func keep(_ snapshot: Snapshot, at now: Int64) {
    waiting.append(Entry(batch: LedgerBatch(), snapshot: snapshot))
    writeAt = writeAt ?? now + Self.gatherFor.milliseconds
  }

  /// Writes what waits, if it can; what it wrote.
  mutating func write(at now: Int64) -> (kept: [LedgerBatch], durability: Durability) {
    if case .failing(let reason) = mood {
      failure = reason
      writeAt = now + Self.retryAfter.milliseconds
      return ([], .failed(reason))
    }
    writeAt = nil
    failure = nil
    return (write(count: waiting.count), .durable)
  }

  private mutating func write(count: Int) -> [LedgerBatch] {
    if count > 0, unwrittenClock != nil { writeStart() }
    let entries = waiting.prefix(count)
    waiting.removeFirst(count)
    for entry in entries {
      if var snapshot = entry.snapshot {
        snapshot.inputs = inputs.count
        snapshots = snapshots.suffix(1) + [snapshot]
        lastMoment = max(lastMoment ?? snapshot.moment, snapshot.moment)
        continue
      }
      inputs += entry.batch.inputs
      events += entry.batch.events
      answers += entry.batch.answers
      lastWall = entry.batch.wall
      lastMoment = [entry.batch.inputs.last?.moment, lastMoment].compactMap(\.self).max()
      lastSequence = max(lastSequence, entry.batch.events.last?.sequence ?? 0)
      reserve()
    }
    return entries.filter { $0.snapshot == nil }.map(\.batch)
  }

  private mutating func reserve() {
    guard lastSequence + Self.sequenceReserve > reserved else { return }
    reserved = lastSequence + Self.sequenceBlock
  }

  /// The process ends: only some of what was on its way is kept. Gives what it is.
  mutating func crash(keeping chance: inout Chance) -> [LedgerBatch] {
    var count = Int(chance.number(0...Int64(waiting.count)))
    if case .failing = mood { count = 0 }
    let kept = write(count: count)
    waiting = []
    (writeAt, failure) = (nil, nil)
    return kept
  }

  /// The process ends in good order: all is written, if it can be.
  mutating func close() -> [LedgerBatch] {
    if case .failing = mood {
      waiting = []
      (writeAt, failure) = (nil, nil)
      return []
    }
    let kept = write(count: waiting.count)
    (writeAt, failure) = (nil, nil)
    reserved = lastSequence
    endedInOrder = true
    return kept
  }

  /// Begins a start on this clock, as `Ledger.resume` does: where the disk takes nothing, as soon
  /// as it does.
  mutating func open(clock name: String, after sequence: Int64) {
    lastSequence = sequence
    unwrittenClock = name
    if case .failing(let reason) = mood {
      failure = reason
      writeAt = nil
    } else {
      writeStart()
    }
  }

  private mutating func writeStart() {
    clock = unwrittenClock ?? clock
    unwrittenClock = nil
    endedInOrder = false
    reserve()
  }

  /// What an earlier start left, as `Ledger.resume` tells it.
  func recover(wall: Int64) throws -> Station.Resumption {
    guard let lastMoment else {
      return Station.Resumption(nextSequence: reserved + 1)
    }
    var numbers = LedgerRecovery()
    (numbers.lastSequence, numbers.lastMoment, numbers.lastWall) = (reserved, lastMoment, lastWall)
    var isFailing = false
    if case .failing = mood { isFailing = true }
    if isFailing || !endedInOrder { numbers.passOverNumbers(until: wall) }
    let snapshot = snapshots.last
    var feed = CoreFeed(try snapshot?.core.restored() ?? StationCore())
    for taken in inputs.dropFirst(snapshot?.inputs ?? 0) { feed.feed(taken) }
    feed.finish()
    let since = lastMoment - .minutes(24 * 60)
    return Station.Resumption(
      core: feed.core, nextSequence: numbers.lastSequence + 1, lastMoment: lastMoment,
      answers: answers.filter { $0.at >= since })
  }
}

extension StationCore {
  /// As it comes back from its bytes.
  fileprivate func restored() throws -> StationCore {
    try JSONDecoder().decode(StationCore.self, from: JSONEncoder().encode(self))
  }
}
