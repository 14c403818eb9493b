import GRDB

/// Which rows of a table are copied.
private struct SalvageRange {
  let table: String
  let condition: String
  let key: String
  let isHistory: Bool
}

/// One pass over a damaged ledger.
struct SalvageWork {
  let from: Database
  let to: Database
  let deadline: ContinuousClock.Instant?
  private(set) var salvage = LedgerSalvage()

  init(from: Database, to: Database, deadline: ContinuousClock.Instant?) {
    self.from = from
    self.to = to
    self.deadline = deadline
  }

  /// What goes on needs comes first, history last.
  mutating func run() throws {
    for table in ["start", "reserved", "told", "text", "setup", "wall_clock", "base", "snapshot"] {
      try copy(table)
    }
    try copyKeyed("answer", by: "owner, key")
    try copy("session", "inputs IS NULL")
    try copy("input")
    try copyKeyed("part", by: "session, last_input")
    let open = "session IN (\(try openSessions().map(String.init).joined(separator: ", ")))"
    try copy("event", open)
    try copy("lost")
    try copy("session", "inputs IS NOT NULL", isHistory: true)
    try copy("event", "NOT ifnull(\(open), 0)", isHistory: true)
  }

  /// Those that are not packed; of some only the inputs may be left.
  private func openSessions() throws -> [Int64] {
    try Int64.fetchAll(to, sql: "SELECT number FROM session UNION SELECT session FROM part")
  }

  private var isLate: Bool { deadline.map { ContinuousClock.now > $0 } ?? false }

  /// Copies the rows of a table that has a number for each, around what is damaged.
  private mutating func copy(
    _ table: String, _ condition: String = "1", isHistory: Bool = false
  ) throws {
    let range = SalvageRange(
      table: table, condition: condition, key: try key(of: table), isHistory: isHistory)
    fill(range)
    note(table)
  }

  /// Copies what lies between two numbers: from above as far as it can be read, then from below,
  /// leaping over each damaged place.
  private mutating func fill(_ range: SalvageRange) {
    guard !(range.isHistory && isLate) else { return }
    var (low, high) = (Int64.min, Int64.max)
    if read(range, low, high, "DESC", told: { high = $0 - 1 }) { return }
    while low <= high {
      if read(range, low, high, "ASC", told: { low = $0 + 1 }) { return }
      note(range.table, unreadable: 1)
      guard !(range.isHistory && isLate), let start = leap(range, low, high) else { return }
      _ = read(range, low, start - 1, "DESC") { _ in }
      low = start
    }
  }

  /// A number behind a damaged place, at which rows can be read again; nil: there is none.
  private mutating func leap(_ range: SalvageRange, _ low: Int64, _ high: Int64) -> Int64? {
    var step: Int64 = 1
    while step < .max / 4 {
      let (start, isOver) = low.addingReportingOverflow(step)
      guard !isOver, start <= high else { return nil }
      if read(range, start, high, "ASC LIMIT 1", told: { _ in }) { return start }
      step *= 2
    }
    return nil
  }

  /// Copies rows in an order; false: a page on the way cannot be read.
  private mutating func read(
    _ range: SalvageRange, _ low: Int64, _ high: Int64, _ order: String,
    told: (Int64) -> Void
  ) -> Bool {
    do {
      try insert(
        range.table,
        "\(range.condition) AND \(range.key) BETWEEN \(low) AND \(high) "
          + "ORDER BY \(range.key) \(order)"
      ) { told($0[range.key]) }
      return true
    } catch {
      return false
    }
  }

  /// Copies the rows of a table without numbers: from the beginning, then from the end.
  private mutating func copyKeyed(_ table: String, by order: String) throws {
    do {
      try insert(table, "1 ORDER BY \(order)") { _ in }
    } catch {
      let descending = order.split(separator: ", ").map { "\($0) DESC" }.joined(separator: ", ")
      try? insert(table, "1 ORDER BY \(descending)") { _ in }
      note(table, unreadable: 1)
    }
    note(table)
  }

  private func key(of table: String) throws -> String {
    switch table {
    case "event": "seq"
    case "reserved", "told": "one"
    case "text", "setup": "hash"
    default: "number"
    }
  }

  /// Copies what a question finds, and tells each row; throws where a page cannot be read.
  private mutating func insert(
    _ table: String, _ question: String, _ told: (Row) -> Void
  ) throws {
    let columns = try columns(of: table)
    let rows = try Row.fetchCursor(
      from,
      sql: "SELECT \(columns.joined(separator: ", ")) FROM \(table) NOT INDEXED WHERE \(question)")
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let statement = try to.cachedStatement(
      sql: "INSERT OR REPLACE INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
    while let row = try rows.next() {
      told(row)
      do {
        try statement.execute(arguments: StatementArguments(row.databaseValues))
      } catch {
        // What does not fit its column is damaged, too.
        note(table, unreadable: 1)
      }
    }
  }

  /// The columns that both know; one of another version may lack some.
  private func columns(of table: String) throws -> [String] {
    let all = try to.columns(in: table).map(\.name)
    guard let there = try? from.columns(in: table).map(\.name) else { return all }
    return all.filter { there.contains($0) }
  }

  private mutating func note(_ table: String, unreadable: Int = 0) {
    let saved = (try? Int.fetchOne(to, sql: "SELECT count(*) FROM \(table)")) ?? 0
    if let index = salvage.tables.firstIndex(where: { $0.name == table }) {
      salvage.tables[index].saved = saved
      salvage.tables[index].unreadable += unreadable
    } else {
      salvage.tables.append(.init(name: table, saved: saved, unreadable: unreadable))
    }
  }
}
