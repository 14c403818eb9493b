import GRDB
import InfusionCore
import Vitals

/// The one who writes, on a thread of its own.
final class LedgerWriter: Sendable {
  private let place: LedgerPlace
  private let inbox: LedgerInbox

  init(place: LedgerPlace, inbox: LedgerInbox) {
    self.place = place
    self.inbox = inbox
  }

  /// Writes what comes until the inbox is closed.
  func run() {
    while let chunk = inbox.next() { write(chunk) }
    // Numbers that were said but not written stay reserved.
    if inbox.failure == nil {
      _ = try? place.database?.change { try $0.giveBack(after: place.sequence, in: $1) }
    }
  }

  private func write(_ chunk: LedgerInbox.Chunk) {
    do {
      let database = try ready()
      if database.keeper.hasKept { inbox.hold(nil) }
      guard !chunk.entries.isEmpty || chunk.lost != .init() else {
        return inbox.foundSound()
      }
      try writeWhole(chunk, database)
      succeed(chunk.entries)
    } catch {
      if DiskFault.mayPass(error) {
        fail(chunk, error)
      } else {
        writeOneByOne(chunk)
      }
    }
  }

  /// The database that is in its place now; one that is damaged is replaced before.
  private func ready() throws -> LedgerDatabase {
    try place.ready { [inbox] damage in
      if !damage.isWhole { inbox.hold(damage.forNurses) }
    }
  }

  /// Writes a chunk; a file that is damaged or lost meanwhile is mended before it counts.
  private func writeWhole(_ chunk: LedgerInbox.Chunk, _ database: LedgerDatabase) throws {
    place.note(chunk.lastSequence)
    do {
      try write(chunk, to: database)
    } catch let error where DiskFault.damage(error) != nil {
      database.keeper.note(error)
      return try write(chunk, to: try ready())
    }
    guard database.damage != nil else { return }
    // It is in a file without a name, and stays there until that can be mended.
    do { _ = try ready() } catch { inbox.notKept(DiskFault.text(error)) }
  }

  private func write(_ chunk: LedgerInbox.Chunk, to database: LedgerDatabase) throws {
    var snapshots: [LedgerSnapshot] = []
    try database.change { tally, db in
      for entry in chunk.entries {
        try tally.add(entry.batch, texts: database.texts, to: db)
        if let request = entry.snapshot { snapshots.append(tally.snapshot(request)) }
      }
      try tally.note(chunk.lost, because: chunk.lostBecause, in: db)
    }
    if let last = snapshots.last { database.keeper.keep(last) }
  }

  /// Rows that the database refuses, whatever the disk, are left out and counted: one of them may
  /// not hold all others for ever.
  private func writeOneByOne(_ chunk: LedgerInbox.Chunk) {
    var rest = chunk.entries
    var lost = chunk.lost
    while let entry = rest.first {
      do {
        try writeWhole(
          LedgerInbox.Chunk(entries: [entry], lost: lost, lostBecause: "refused"), try ready())
        lost = LedgerRecovery.Loss()
        succeed([entry])
      } catch {
        guard !DiskFault.mayPass(error) else {
          fail(LedgerInbox.Chunk(entries: rest, lost: lost, lostBecause: "refused"), error)
          return
        }
        lost.readings += entry.readings
        lost.others += entry.others
        entry.answer?.give(.failed(DiskFault.text(error)))
      }
      rest.removeFirst()
    }
    _ = try? place.database?.change { try $0.note(lost, because: "refused", in: $1) }
  }

  private func succeed(_ entries: [LedgerInbox.Entry]) {
    inbox.succeeded()
    let held = inbox.failure
    for entry in entries { entry.answer?.give(held.map { .failed($0) } ?? .durable) }
  }

  private func fail(_ chunk: LedgerInbox.Chunk, _ error: any Error) {
    let reason = DiskFault.text(error)
    inbox.failed(chunk, reason)
    for entry in chunk.entries { entry.answer?.give(.failed(reason)) }
  }
}

extension LedgerInbox.Chunk {
  /// The highest number of an event in it.
  fileprivate var lastSequence: Int64 {
    entries.flatMap(\.batch.events).map(\.sequence).max() ?? 0
  }
}

extension LedgerTally {
  fileprivate func snapshot(_ request: LedgerInbox.SnapshotRequest) -> LedgerSnapshot {
    LedgerSnapshot(
      core: request.core, input: lastInput, sequence: request.sequence,
      moment: .init(milliseconds: request.moment))
  }

  fileprivate func note(
    _ lost: LedgerRecovery.Loss, because reason: String, in db: Database
  ) throws {
    guard lost != LedgerRecovery.Loss() else { return }
    try db.execute(
      sql: "INSERT INTO lost (moment, readings, others, reason) VALUES (?, ?, ?, ?)",
      arguments: [lastMoment ?? 0, lost.readings, lost.others, reason])
  }
}
