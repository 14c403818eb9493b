import GRDB
import InfusionCore
import Synchronization

/// One open database, and what its next row has to know of those before it.
final class LedgerDatabase: Sendable {
  let pool: DatabasePool
  let texts: LedgerTexts
  let keeper: LedgerKeeper
  let tally: Mutex<LedgerTally>
  let files: OpenedFiles

  /// Opens a file, makes the tables that it lacks, and tells what it knows.
  static func open(
    _ file: String, rules: String, start: (LedgerRecovery) -> Ledger.Start
  ) throws -> (LedgerDatabase, Ledger.Start, LedgerRecovery) {
    // It is looked at before the database clears it.
    if let damage = WriteAheadLog(of: file)?.damage { throw LedgerError.damaged(file, damage) }
    let pool = try pool(file)
    var recovery = try pool.read { try LedgerReader($0).recovery(rules: rules) }
    let start = start(recovery)
    if recovery.mayHaveGivenMore { recovery.passOverNumbers(until: start.wall) }
    let last = recovery.lastSequence
    return (try LedgerDatabase(pool, file, start, after: last), start, recovery)
  }

  /// Opens a file in the middle of a start, which goes on as it is.
  ///
  /// - Parameter sequence: the last number that this start has given.
  static func reopen(
    _ file: String, start: Ledger.Start, after sequence: Int64
  ) throws -> LedgerDatabase {
    try LedgerDatabase(try pool(file), file, start, after: sequence)
  }

  private init(
    _ pool: DatabasePool, _ file: String, _ start: Ledger.Start, after sequence: Int64
  ) throws {
    let (texts, tally) = try pool.write { db in
      let first = try Int64.fetchOne(db, sql: "SELECT seq FROM reserved") ?? 0
      try db.execute(
        sql: "INSERT INTO start (id, boot, wall, first_seq) VALUES (?, ?, ?, ?)",
        arguments: [start.id, start.bootID, start.wall, max(first, sequence) + 1])
      var tally = try LedgerTally(db, start: db.lastInsertedRowID)
      try tally.reserveFirst(after: sequence, in: db)
      return (try LedgerTexts(db), tally)
    }
    self.pool = pool
    self.texts = texts
    self.tally = Mutex(tally)
    keeper = LedgerKeeper(pool: pool, rules: start.rules)
    files = OpenedFiles(file)
  }

  private static func pool(_ file: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(Ledger.longestBusy)
    let pool = try DatabasePool(path: file, configuration: configuration)
    // The library sets it back to NORMAL while it opens.
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
    }
    if try pool.read(LedgerSchema.migrator.hasBeenSuperseded) { throw LedgerError.newer(file) }
    try LedgerSchema.migrator.migrate(pool)
    return pool
  }

  /// What was damaged since it was opened; nil: nothing that is known.
  var damage: String? {
    files.loss ?? keeper.damage
  }

  /// Writes the last snapshot, and lets the files go.
  func close() {
    keeper.finish()
    // The file alone is the whole ledger then, for whoever copies it.
    if damage == nil {
      _ = try? pool.barrierWriteWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    try? pool.close()
  }

  /// Changes the database in one transaction, and takes what follows from that once it is kept.
  func change(_ body: (inout LedgerTally, Database) throws -> Void) throws {
    let before = tally.withLock { $0 }
    let after = try pool.write { db in
      var tally = before
      try body(&tally, db)
      return tally
    }
    texts.committed(after.newTexts)
    tally.withLock { $0 = after.withoutNewTexts }
  }
}
