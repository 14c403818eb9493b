import Foundation
import GRDB
public import InfusionCore
import Vitals

/// What a look at every row of a ledger found.
public struct LedgerCheck: Hashable, Sendable {
  public var sessions = 0
  public var events = 0
  /// One line each; none: all is well.
  public var findings: [String] = []

  /// What a look found.
  public init() {}
}

extension LedgerFile {
  /// How many closed sessions are lived through again, besides all open ones.
  static let mostRelived = 20

  /// Looks at every row: that it can be read, that no event is missing, and that the sessions,
  /// lived through again, tell the events that were told.
  public func check() async throws(LedgerError) -> LedgerCheck {
    let log = WriteAheadLog(of: file)?.damage
    return try await read { reader in
      var check = LedgerCheck()
      if let log { check.findings.append("the file: \(log)") }
      check.noteAll("sessions") { $0.sessions = try reader.count("session") }
      check.noteAll("events") { $0.events = try reader.count("event") }
      // A damaged page ends one look, and not the others.
      check.noteAll("the file") { try reader.checkFile(&$0) }
      check.noteAll("events") { try reader.checkEvents(&$0) }
      check.noteAll("inputs") { try reader.checkRows(&$0) }
      check.noteAll("sessions") {
        try reader.checkSessions(&$0, mostClosed: Self.mostRelived)
      }
      return check
    }
  }
}

extension LedgerReader {
  fileprivate func count(_ table: String) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
  }

  fileprivate func checkFile(_ check: inout LedgerCheck) throws {
    let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
    check.findings += damage.filter { $0 != "ok" }.map { "the file: \($0)".onOneLine }
    for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20) {
      let (table, other): (String, String) = (row[0], row[2])
      let number: Int64 = row[1] ?? 0
      check.findings.append("\(table) \(number) names a row of \(other) that is not there")
    }
  }

  fileprivate func checkEvents(_ check: inout LedgerCheck) throws {
    var last: (start: Int64, sequence: Int64)?
    let rows = try Row.fetchCursor(
      db, sql: "SELECT seq, start, body FROM event ORDER BY seq")
    while let row = try rows.next() {
      let sequence: Int64 = row[0]
      let start: Int64 = row[1]
      check.note("event \(sequence)") { _ = try decode(Event.self, row[2]) }
      if let last, last.start == start, sequence > last.sequence + 1 {
        let missing = last.sequence + 1
        check.findings.append(
          missing == sequence - 1
            ? "event \(missing) is missing" : "events \(missing) to \(sequence - 1) are missing")
      }
      last = (start, sequence)
    }
  }

  fileprivate func checkRows(_ check: inout LedgerCheck) throws {
    for row in try rows(after: 0, forOthers: true) {
      check.note("input \(row.number)") { _ = try input(row) }
    }
    for hash in try Int64.fetchAll(db, sql: "SELECT hash FROM setup") {
      check.note("configuration \(hash)") { _ = try setup(hash) }
    }
    check.note("answers") { _ = try answers(since: Moment(milliseconds: .min)) }
    for row in try Row.fetchAll(db, sql: "SELECT number, checksum, body FROM snapshot") {
      let (number, body): (Int64, Data) = (row[0], row[2])
      if Fingerprint.of(body) != row[1] {
        check.findings.append("snapshot \(number) is damaged; an older one will be used")
      }
    }
    for row in try Row.fetchAll(db, sql: "SELECT readings, others, reason FROM lost") {
      let (readings, others): (Int, Int) = (row[0], row[1])
      let reason: String = row[2]
      check.findings.append("\(readings) readings and \(others) other inputs were lost: \(reason)")
    }
  }

  fileprivate func checkSessions(_ check: inout LedgerCheck, mostClosed: Int) throws {
    var closed = 0
    var rows: [SessionRow] = []
    check.note("sessions") { rows = try sessionRows("1 ORDER BY number DESC", []) }
    for row in rows {
      check.note("session \(row.summary.id)") {
        if row.summary.closed != nil { closed += 1 }
        guard row.summary.closed == nil || closed <= mostClosed else {
          for input in try sessionInputs(row) { _ = try self.input(input) }
          return
        }
        let session = try session(row)
        guard session.eventsToldAgain != session.events.map(\.event) else { return }
        throw InputText.Damage(line: "inputs that tell other events than those that were told")
      }
    }
  }
}

extension LedgerCheck {
  fileprivate mutating func noteAll(
    _ place: String, _ body: (inout LedgerCheck) throws -> Void
  ) {
    do { try body(&self) } catch { findings.append("\(place): \(DiskFault.text(error))") }
  }

  fileprivate mutating func note(_ place: String, _ body: () throws -> Void) {
    do { try body() } catch { findings.append("\(place): \(DiskFault.text(error))") }
  }
}

extension KeptSession {
  /// The session's events as its inputs tell them, up to the last one that was told.
  public var eventsToldAgain: [Event] {
    var feed = CoreFeed(before)
    for input in inputs { feed.feed(input) }
    if let last = events.map(\.event.moment).max() { feed.feed(TakenInput(.time, at: last)) }
    feed.finish()
    return feed.events.filter { $0.session == id }
  }
}
