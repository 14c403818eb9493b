import Glibc
import GRDB

/// What is read of a ledger while the station writes on.
extension Ledger {
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

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (LedgerReader) throws -> Value
  ) async throws(LedgerError) -> Value {
    do {
      return try await pool.read { try body(LedgerReader($0)) }
    } catch {
      throw LedgerError(error, file)
    }
  }
}

extension Ledger {
  /// Whether there is a file, written before.
  public static func exists(at file: String) -> Bool {
    var status = stat()
    return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }
}
