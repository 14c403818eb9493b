import Glibc

/// What is read of a ledger while the station writes on.
extension Ledger {
  /// The same ledger, to read.
  public var reading: LedgerFile {
    get throws(LedgerError) { LedgerFile(try place.pool(), file) }
  }

  /// Events with a higher number, in their order.
  public func events(
    after sequence: Int64, limit: Int
  ) async throws(LedgerError) -> [StoredEvent] {
    try await reading.events(after: sequence, limit: limit)
  }

  /// Sessions, the last admitted first.
  ///
  /// - Parameter number: only those that were admitted before the one of this number.
  public func sessions(
    limit: Int, before number: Int64? = nil
  ) async throws(LedgerError) -> [SessionSummary] {
    try await reading.sessions(limit: limit, before: number)
  }

  /// One session, whole, open or closed, with what waits to be written; nil: there is none of this
  /// id.
  public func session(_ id: String) async throws(LedgerError) -> KeptSession? {
    _ = await writeNow()
    return try await reading.session(id)
  }
}

extension Ledger {
  /// Whether there is a file, written before.
  public static func exists(at file: String) -> Bool {
    var status = stat()
    return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }
}
