import GRDB

/// A ledger to read and to copy, while a station writes it or when none does.
public struct LedgerFile: Sendable {
  /// The database's file.
  public let file: String
  let database: any DatabaseReader

  init(_ database: any DatabaseReader, _ file: String) {
    self.database = database
    self.file = file
  }

  /// The ledger in a station's data folder.
  public init(folder: String) throws(LedgerError) {
    try self.init(file: LedgerFolder.path(in: folder))
  }

  /// A ledger's file, such as a backup.
  public init(file: String) throws(LedgerError) {
    try LedgerFolder.find(file)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(Ledger.longestBusy)
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      let migrator = LedgerSchema.migrator
      if try queue.read(migrator.hasBeenSuperseded) { throw LedgerError.newer(file) }
      guard try queue.read(migrator.hasCompletedMigrations) else {
        let isNew = try queue.read(migrator.appliedIdentifiers).isEmpty
        throw isNew ? LedgerError.missing(file) : .older(file)
      }
      self.init(queue, file)
    } catch {
      throw LedgerError(error, file)
    }
  }

  /// Events with a higher number, in their order.
  public func events(
    after sequence: Int64, limit: Int
  ) async throws(LedgerError) -> [StoredEvent] {
    try await read { try $0.events(after: sequence, limit: limit) }
  }

  /// Sessions, the last admitted first.
  ///
  /// - Parameter number: only those that were admitted before the one of this number.
  public func sessions(
    limit: Int, before number: Int64? = nil
  ) async throws(LedgerError) -> [SessionSummary] {
    try await read { try $0.sessions(limit: limit, before: number) }
  }

  /// One session, whole, open or closed; nil: there is none of this id.
  public func session(_ id: String) async throws(LedgerError) -> KeptSession? {
    try await read { reader in try reader.sessionRow(id).map { try reader.session($0) } }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (LedgerReader) throws -> Value
  ) async throws(LedgerError) -> Value {
    do {
      return try await database.read { try body(LedgerReader($0)) }
    } catch {
      throw LedgerError(error, file)
    }
  }
}
