import GRDB
public import Vitals

extension Ledger {
  /// How many sessions, or 100 times as many events, one transaction deletes.
  static let mostPrunedAtOnce = 10

  /// Deletes sessions that closed longer ago than `keep`, with their events, and what happened
  /// outside sessions as long ago.
  public func prune(keep: Span, now: Moment) async throws(LedgerError) {
    do {
      let until = (now - keep).milliseconds
      let most = Self.mostPrunedAtOnce
      try await pruneAll(
        """
        DELETE FROM session WHERE number IN (
          SELECT number FROM session WHERE closed < ? AND inputs NOT NULL LIMIT ?)
        """, [until, most])
      try await pruneAll(
        """
        DELETE FROM event WHERE seq IN (
          SELECT seq FROM event WHERE session IS NULL AND moment < ? ORDER BY seq LIMIT ?)
        """, [until, most * 100])
      try await pruneAll("DELETE FROM lost WHERE moment < ?", [until])
      try await pruneAll(
        """
        DELETE FROM base WHERE number NOT IN (SELECT base FROM session WHERE base NOT NULL)
        """, [])
    } catch {
      throw LedgerError(error, file)
    }
  }

  /// Deletes in small transactions, between which commits have their turn.
  private func pruneAll(_ sql: String, _ arguments: StatementArguments) async throws {
    var deleted = 0
    repeat {
      deleted = try await place.pool().write { db in
        try db.execute(sql: sql, arguments: arguments)
        return db.changesCount
      }
    } while deleted > 0
  }
}
