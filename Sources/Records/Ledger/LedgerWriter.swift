import GRDB
import InfusionCore
import Synchronization
import Vitals

/// The one who writes, on a thread of its own.
final class LedgerWriter: Sendable {
  private let pool: DatabasePool
  private let inbox: LedgerInbox
  private let texts: LedgerTexts
  private let keeper: LedgerKeeper
  private let tally: Mutex<LedgerTally>

  init(
    pool: DatabasePool, inbox: LedgerInbox, texts: LedgerTexts, keeper: LedgerKeeper,
    tally: LedgerTally
  ) {
    self.pool = pool
    self.inbox = inbox
    self.texts = texts
    self.keeper = keeper
    self.tally = Mutex(tally)
  }

  /// Writes what comes until the inbox is closed.
  func run() {
    while let chunk = inbox.next() { write(chunk) }
    // Numbers that were said but not written stay reserved.
    if inbox.failure == nil { _ = try? change { try $0.giveBack(in: $1) } }
  }

  private func write(_ chunk: LedgerInbox.Chunk) {
    do {
      try writeWhole(chunk)
      succeed(chunk.entries)
    } catch {
      if DiskFault.mayPass(error) {
        fail(chunk, error)
      } else {
        writeOneByOne(chunk)
      }
    }
  }

  private func writeWhole(_ chunk: LedgerInbox.Chunk) throws {
    var snapshots: [LedgerSnapshot] = []
    try change { tally, db in
      for entry in chunk.entries {
        try tally.add(entry.batch, texts: texts, to: db)
        if let request = entry.snapshot { snapshots.append(tally.snapshot(request)) }
      }
      try tally.note(chunk.lost, because: chunk.lostBecause, in: db)
    }
    if let last = snapshots.last { keeper.keep(last) }
  }

  /// Rows that the database refuses, whatever the disk, are left out and counted: one of them may
  /// not hold all others for ever.
  private func writeOneByOne(_ chunk: LedgerInbox.Chunk) {
    var rest = chunk.entries
    var lost = chunk.lost
    while let entry = rest.first {
      do {
        try writeWhole(LedgerInbox.Chunk(entries: [entry], lost: lost, lostBecause: "refused"))
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
    _ = try? change { try $0.note(lost, because: "refused", in: $1) }
  }

  private func change(_ body: (inout LedgerTally, Database) throws -> Void) throws {
    let before = tally.withLock { $0 }
    let after = try pool.write { db in
      var tally = before
      try body(&tally, db)
      return tally
    }
    texts.committed(after.newTexts)
    tally.withLock { $0 = after.withoutNewTexts }
  }

  private func succeed(_ entries: [LedgerInbox.Entry]) {
    inbox.succeeded()
    for entry in entries { entry.answer?.give(.durable) }
  }

  private func fail(_ chunk: LedgerInbox.Chunk, _ error: any Error) {
    let reason = DiskFault.text(error)
    inbox.failed(chunk, reason)
    for entry in chunk.entries { entry.answer?.give(.failed(reason)) }
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
