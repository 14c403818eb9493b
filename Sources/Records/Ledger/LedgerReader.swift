import Foundation
import GRDB
import InfusionCore
import Vitals

/// Reads rows as values, in one look at the database.
struct LedgerReader {
  let db: Database
  private let texts: (Int64) throws -> Data?

  init(_ db: Database) {
    self.db = db
    texts = { hash in
      try Data.fetchOne(db, sql: "SELECT body FROM text WHERE hash = ?", arguments: [hash])
    }
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
    try FoldedJSON.decode(type, from: body, text: texts)
  }

  func setup(_ hash: Int64) throws -> StationSetup {
    let body = try Data.fetchOne(
      db, sql: "SELECT body FROM setup WHERE hash = ?", arguments: [hash])
    guard let body else { throw InputText.Damage(line: "no configuration \(hash)") }
    return try decode(StationSetup.self, body)
  }

  func input(_ row: PackedInputs.Row) throws -> TakenInput {
    TakenInput(
      try InputText.input(row.line, setup: setup), at: Moment(milliseconds: row.moment))
  }

  /// The rows of inputs after one number and up to another.
  ///
  /// - Parameter forOthers: with those that only say again what another row says.
  func rows(
    after first: Int64, upTo last: Int64 = .max, forOthers: Bool = false
  ) throws -> [PackedInputs.Row] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT number, moment, body FROM input WHERE number > ? AND number <= ? ORDER BY number
        """, arguments: [first, last])
    var all: [PackedInputs.Row] = []
    while let row = try rows.next() {
      let row = PackedInputs.Row(number: row[0], moment: row[1], line: row[2])
      if forOthers || !InputText.isForOthers(row.line) { all.append(row) }
    }
    return all
  }

  func wall(_ number: Int64) throws -> WallClock {
    let row = try Row.fetchOne(
      db, sql: "SELECT offset, utc_offset FROM wall_clock WHERE number = ?", arguments: [number])
    guard let row else { throw InputText.Damage(line: "no wall clock \(number)") }
    return WallClock(offset: .milliseconds(row[0]), utcOffset: .milliseconds(row[1]))
  }

  // Events

  private static let eventColumns = """
    SELECT event.seq, event.body, start.id AS start, wall_clock.offset, wall_clock.utc_offset
    FROM event JOIN start ON start.number = event.start
      JOIN wall_clock ON wall_clock.number = event.wall_clock
    """

  func events(after sequence: Int64, limit: Int) throws -> [StoredEvent] {
    try events(
      Self.eventColumns + " WHERE seq > ? ORDER BY seq LIMIT ?", [sequence, max(0, limit)])
  }

  func events(ofSession number: Int64) throws -> [StoredEvent] {
    try events(Self.eventColumns + " WHERE event.session = ? ORDER BY seq", [number])
  }

  /// The last events that belong to no session, in their order.
  func eventsOutsideSessions() throws -> [Event] {
    let sequences = "SELECT seq FROM event WHERE session IS NULL ORDER BY seq DESC LIMIT 1000"
    return try events(Self.eventColumns + " WHERE seq IN (\(sequences)) ORDER BY seq", [])
      .map(\.numbered.event)
  }

  private func events(_ sql: String, _ arguments: StatementArguments) throws -> [StoredEvent] {
    try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
      StoredEvent(
        start: row["start"],
        numbered: NumberedEvent(sequence: row["seq"], event: try decode(Event.self, row["body"])),
        wall: WallClock(
          offset: .milliseconds(row["offset"]), utcOffset: .milliseconds(row["utc_offset"])))
    }
  }

  func answers(since moment: Moment) throws -> [KeptAnswer] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM answer WHERE moment >= ? ORDER BY moment, owner, key",
      arguments: [moment.milliseconds]
    ).map { row in
      let reply: String = row["reply"]
      return KeptAnswer(
        owner: row["owner"], key: row["key"], request: row["request"],
        reply: try decode(Reply.self, Data(reply.utf8)),
        at: Moment(milliseconds: row["moment"]))
    }
  }
}
