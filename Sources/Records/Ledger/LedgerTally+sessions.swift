import GRDB
import InfusionCore
import Vitals

/// How the rows of sessions follow from events.
extension LedgerTally {
  /// - Parameter admissions: the first `admit` of each bed in the same turn.
  mutating func follow(
    _ event: Event, _ admissions: [String: Int64], _ wall: Int64, in db: Database
  ) throws {
    guard let id = event.session else { return }
    if event.name == .sessionAdmitted { try admit(event, id, admissions, wall, in: db) }
    guard let number = sessions[id] else { return }
    if event.name == .sessionMoved, let bed = event.bed { try add(bed, to: number, in: db) }
    if event.name == .phaseChanged, let phase = Phase(rawValue: event.text("to") ?? "") {
      try change(phase, of: number, at: event.moment, in: db)
    }
    let raised = event.name == .alertRaised ? event.alert?.priority : nil
    try db.cachedStatement(
      sql: """
        UPDATE session SET events = events + 1, high = high + ?, medium = medium + ?,
          low = low + ? WHERE number = ?
        """
    ).execute(arguments: [raised == .high, raised == .medium, raised == .low, number])
  }

  private mutating func admit(
    _ event: Event, _ id: String, _ admissions: [String: Int64], _ wall: Int64, in db: Database
  ) throws {
    let bed = event.bed ?? ""
    try db.execute(
      sql: """
        INSERT INTO session (id, beds, treatment, admitted, phase, wall_clock, setup, first_input)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, try BedList.text([bed]), event.text("protocol") ?? "", event.moment.milliseconds,
        Phase.preparing.rawValue, wall, setup, admissions[bed] ?? lastInput,
      ])
    sessions[id] = db.lastInsertedRowID
  }

  private func add(_ bed: String, to number: Int64, in db: Database) throws {
    let text = try String.fetchOne(
      db, sql: "SELECT beds FROM session WHERE number = ?", arguments: [number])
    // The last one is where it is: a bed to which it comes back stands there again.
    let beds = try BedList.beds(text ?? "[]") + [bed]
    try db.execute(
      sql: "UPDATE session SET beds = ? WHERE number = ?",
      arguments: [try BedList.text(beds), number])
  }

  /// A discharge that is taken back opens the session again.
  private func change(
    _ phase: Phase, of number: Int64, at moment: Moment, in db: Database
  ) throws {
    let isClosed = phase == .closed
    try db.execute(
      sql: "UPDATE session SET phase = ?, closed = ?, last_input = ? WHERE number = ?",
      arguments: [
        phase.rawValue, isClosed ? moment.milliseconds : nil, isClosed ? lastInput : nil, number,
      ])
  }
}

extension Event {
  func text(_ key: String) -> String? {
    for fact in facts where fact.key == key {
      if case .text(let text) = fact.value { return text }
    }
    return nil
  }
}

/// The beds of a session, as its row holds them.
enum BedList {
  static func text(_ beds: [String]) throws -> String {
    String(decoding: try FoldedJSON.encode(beds), as: UTF8.self)
  }

  static func beds(_ text: String) throws -> [String] {
    try FoldedJSON.decode([String].self, from: .init(text.utf8)) { _ in nil }
  }
}
