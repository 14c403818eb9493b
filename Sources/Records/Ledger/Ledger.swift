import Dispatch
import Foundation
public import InfusionCore
import GRDB
public import Vitals

/// Everything that a station took and told, in a folder of its own: SQLite in WAL mode, written
/// with `synchronous=FULL`.
///
/// One station at a time holds a folder. It writes on a thread of its own; who commits waits for
/// it 250 ms at most.
public final class Ledger: Sendable {
  /// How long a commit may take before it is answered.
  public static let longestCommit = Duration.milliseconds(250)
  /// How long another program may hold the database before a write fails, in seconds.
  static let longestBusy = 5.0

  let place: LedgerPlace
  private let inbox: LedgerInbox
  private let ended = DispatchGroup()

  /// One start of a station.
  public struct Start: Hashable, Sendable {
    /// The name of this start in the stream's event ids; not used before.
    public var id: String
    /// Names the clock that moments are read from: the machine's boot, and what is added to it.
    public var bootID: String
    /// Now, in milliseconds since 1970, UTC.
    public var wall: Int64
    /// Names what decides in this version; with another name, snapshots are not gone on from.
    public var rules: String

    /// One start of a station.
    public init(id: String, bootID: String, wall: Int64, rules: String) {
      self.id = id
      self.bootID = bootID
      self.wall = wall
      self.rules = rules
    }
  }

  /// Opens the ledger of a folder for a start that is known already.
  public static func open(
    folder: String, start: Start
  ) throws(LedgerError) -> (Ledger, LedgerRecovery) {
    try open(folder: folder, rules: start.rules) { _ in start }
  }

  /// Opens the ledger of a folder, makes it if there is none, and tells what it knows.
  ///
  /// It blocks until all is read; nothing else may be going on yet.
  ///
  /// - Parameters:
  ///   - rules: names what decides in this version.
  ///   - start: the start that begins, given what earlier ones left.
  public static func open(
    folder: String, rules: String, start: (LedgerRecovery) -> Start
  ) throws(LedgerError) -> (Ledger, LedgerRecovery) {
    let hold = try LedgerFolder.take(folder)
    do {
      return try open(folder, hold, rules, start, news: [])
    } catch {
      throw LedgerError(error, LedgerFolder.path(in: folder))
    }
  }

  static func open(
    _ folder: String, _ hold: LedgerFolder.Hold, _ rules: String,
    _ start: (LedgerRecovery) -> Start, news: [LedgerDamage]
  ) throws -> (Ledger, LedgerRecovery) {
    let file = LedgerFolder.path(in: folder)
    let (database, begun, recovery) = try LedgerDatabase.open(file, rules: rules, start: start)
    let place = LedgerPlace(
      folder, hold, database, begun, news: news + [recovery.damage].compactMap(\.self))
    return (Ledger(place), recovery)
  }

  init(_ place: LedgerPlace) {
    self.place = place
    inbox = LedgerInbox()
    let writer = LedgerWriter(place: place, inbox: inbox)
    let ended = ended
    ended.enter()
    let thread = Thread {
      writer.run()
      ended.leave()
    }
    thread.name = "ledger"
    thread.start()
  }

  /// The database's file.
  public var file: String { place.file }

  var pool: DatabasePool {
    get throws(LedgerError) { try place.pool() }
  }

  /// Why writing fails now; nil: it does not. For a self-check, and for who asks how it is.
  public var failure: String? { inbox.failure }

  /// Why the last snapshot was not kept; nil: it was. Nothing is lost by it but time at a restart.
  public var snapshotFailure: String? { place.database?.keeper.failure }

  /// What was damaged, or replaced, since this was asked last.
  public func takeNews() -> [LedgerDamage] { place.takeNews() }

  /// Keeps what one turn took and told.
  ///
  /// A batch of readings alone is answered at once and written within a second; any other is
  /// written, with all before it, when this returns `durable`. `failed` means: it waits in memory,
  /// and is tried again at least once a second.
  public func commit(_ batch: LedgerBatch) async -> Durability {
    guard batch.isUrgent, inbox.failure != LedgerInbox.late else {
      inbox.add(LedgerInbox.Entry(batch, answer: nil))
      return inbox.failure.map { .failed($0) } ?? .durable
    }
    return await write(batch)
  }

  /// Writes what waits; for those who read it next.
  func writeNow() async -> Durability { await write(LedgerBatch()) }

  private func write(_ batch: LedgerBatch) async -> Durability {
    await withCheckedContinuation { continuation in
      let answer = CommitAnswer(continuation)
      inbox.add(LedgerInbox.Entry(batch, answer: answer))
      let latest = DispatchTime.now() + .milliseconds(250)
      DispatchQueue.global().asyncAfter(deadline: latest) { [inbox] in
        if answer.give(.failed(LedgerInbox.late)) { inbox.noteLate() }
      }
    }
  }

  /// Keeps the whole station as it is after all that was committed before this call, so that a
  /// restart need not begin earlier. It returns at once; some 30 s between two are meant.
  public func keepSnapshot(_ core: StationCore, lastSequence: Int64, at moment: Moment) {
    inbox.add(
      LedgerInbox.Entry(
        LedgerInbox.SnapshotRequest(
          core: core, sequence: lastSequence, moment: moment.milliseconds)))
  }

  /// Writes what waits, and lets the folder go. Nothing may be committed after it.
  public func close() async {
    inbox.close()
    await withCheckedContinuation { continuation in
      ended.notify(queue: .global()) { [place] in
        place.close()
        continuation.resume()
      }
    }
  }

  /// Waits until the last snapshot is written, with all that follows from it.
  func settle() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [place] in
        place.database?.keeper.finish()
        continuation.resume()
      }
    }
  }
}
