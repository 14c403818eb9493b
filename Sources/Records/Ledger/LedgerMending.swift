import Foundation
import GRDB

/// Makes the saved rows of a damaged ledger fit together again: each that names one which is lost.
enum LedgerMending {
  static func mend(_ db: Database) throws {
    try LostSessions.restore(db)
    try db.execute(sql: numbers)
    if try Int64.fetchOne(db, sql: "SELECT seq FROM reserved") == nil {
      try db.execute(sql: "INSERT INTO reserved VALUES (1, ?)", arguments: [leastFreeNumber])
    }
    try db.execute(sql: "INSERT OR IGNORE INTO told SELECT 1, seq FROM reserved")
    // No number is given twice, even if the row that counts them is older than an event.
    try db.execute(
      sql: "UPDATE reserved SET seq = max(seq, ifnull((SELECT max(seq) FROM event), 0))")
  }

  /// Numbers are given far more slowly than once a millisecond, so no earlier one is as high as
  /// the milliseconds since 1970.
  static var leastFreeNumber: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  private static let numbers = """
    INSERT OR IGNORE INTO wall_clock (number, offset, utc_offset)
      SELECT wanted, ifnull((SELECT offset FROM wall_clock ORDER BY number DESC LIMIT 1), 0),
        -wanted FROM (
        SELECT wall_clock AS wanted FROM input UNION SELECT wall_clock FROM event
        UNION SELECT wall_clock FROM session)
      WHERE wanted NOT IN (SELECT number FROM wall_clock);
    INSERT OR IGNORE INTO start (number, id, boot, wall, first_seq)
      SELECT start, 'lost', 'lost', 0, min(seq) FROM event
      WHERE start NOT IN (SELECT number FROM start) GROUP BY start;
    UPDATE event SET session = NULL
      WHERE session IS NOT NULL AND session NOT IN (SELECT number FROM session);
    UPDATE session SET setup = (SELECT hash FROM setup LIMIT 1)
      WHERE setup IS NOT NULL AND setup NOT IN (SELECT hash FROM setup);
    UPDATE session SET base = NULL
      WHERE base IS NOT NULL AND base NOT IN (SELECT number FROM base);
    DELETE FROM part WHERE session NOT IN (SELECT number FROM session);
    """
}
