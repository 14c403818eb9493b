import GRDB
import InfusionCore
import Synchronization

/// Where a ledger is written at present: a database that is open, or why none is. One that is
/// damaged or loses its files is replaced, and one that cannot be opened is tried again.
final class LedgerPlace: Sendable {
  private struct State {
    var hold: LedgerFolder.Hold?
    var database: LedgerDatabase?
    /// Why none is open.
    var reason = ""
    var news: [LedgerDamage] = []
    /// The last number that was given to an event.
    var sequence: Int64
  }
  let folder: String
  private let start: Ledger.Start
  private let state: Mutex<State>

  /// A place with an open database.
  init(
    _ folder: String, _ hold: LedgerFolder.Hold, _ database: LedgerDatabase, _ start: Ledger.Start,
    news: [LedgerDamage] = []
  ) {
    self.folder = folder
    self.start = start
    state = Mutex(State(hold: hold, database: database, news: news, sequence: 0))
  }

  /// A place whose database cannot be opened yet.
  init(
    _ folder: String, waitingBecause reason: String, _ start: Ledger.Start, after: Int64,
    news: [LedgerDamage]
  ) {
    self.folder = folder
    self.start = start
    state = Mutex(State(reason: reason, news: news, sequence: after))
  }

  var file: String { LedgerFolder.path(in: folder) }

  /// The database that is open; nil: none.
  var database: LedgerDatabase? { state.withLock(\.database) }

  /// Where to read; throws if there is nothing to read at present.
  func pool() throws(LedgerError) -> DatabasePool {
    let (database, reason) = state.withLock { ($0.database, $0.reason) }
    if let database { return database.pool }
    throw LedgerError(.unwritable, file, reason, remedy: "check the disk and who may write there")
  }

  /// What happened since this was asked last.
  func takeNews() -> [LedgerDamage] {
    state.withLock { state in
      defer { state.news = [] }
      return state.news
    }
  }

  /// The last number that is known to be given.
  var sequence: Int64 { state.withLock(\.sequence) }

  /// Notes which numbers were given: none is given twice, not even by a new ledger.
  func note(_ sequence: Int64) {
    state.withLock { $0.sequence = max($0.sequence, sequence) }
  }

  /// The database to write to now. The one who writes asks, and nobody else.
  ///
  /// - Parameter replaced: called where what was kept is not all there any more: until the whole
  ///   station is kept anew, nothing counts as kept.
  func ready(_ replaced: (LedgerDamage) -> Void) throws -> LedgerDatabase {
    guard let database else { return try open(replaced) }
    guard let damage = database.damage else { return database }
    return try replace(database, because: damage, replaced)
  }

  private func open(_ replaced: (LedgerDamage) -> Void) throws -> LedgerDatabase {
    let (hold, sequence) = state.withLock { ($0.hold, $0.sequence) }
    do {
      let hold = try hold ?? LedgerFolder.take(folder)
      state.withLock { $0.hold = hold }
      let database: LedgerDatabase
      do {
        database = try LedgerDatabase.reopen(file, start: start, after: sequence)
      } catch let error where LedgerError(error, file).isOfFile {
        try rescue(because: LedgerError(error, file).what, replaced)
        database = try LedgerDatabase.reopen(file, start: start, after: sequence)
      }
      state.withLock { $0.database = database }
      return database
    } catch {
      let error = LedgerError(error, file)
      state.withLock { $0.reason = error.what }
      throw error
    }
  }

  private func rescue(
    because damage: String, from living: DatabasePool? = nil, _ replaced: (LedgerDamage) -> Void
  ) throws {
    let told = try LedgerRescue.rescue(file, because: damage, from: living)
    state.withLock { $0.news.append(told) }
    replaced(told)
  }

  /// Puts a new ledger in the place of a damaged one.
  func replace(
    _ database: LedgerDatabase, because damage: String, _ replaced: (LedgerDamage) -> Void
  ) throws -> LedgerDatabase {
    database.keeper.finish()
    guard database.files.loss != nil else {
      database.close()
      state.withLock { ($0.database, $0.reason) = (nil, damage) }
      try rescue(because: damage, replaced)
      return try open(replaced)
    }
    // A file without a name can still be read, as long as it is open.
    try rescue(because: damage, from: database.pool, replaced)
    database.close()
    state.withLock { ($0.database, $0.reason) = (nil, damage) }
    return try open(replaced)
  }

  /// Lets the folder go.
  func close() {
    database?.close()
    state.withLock { state in
      state.hold?.release()
      state.hold = nil
    }
  }
}
