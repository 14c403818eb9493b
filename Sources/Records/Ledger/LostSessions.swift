import Foundation
import GRDB
import InfusionCore
import Vitals

/// Rows of sessions that were on a damaged page, made again from what is left of their events and
/// inputs: a session is listed and can be exported as long as those are there.
enum LostSessions {
  static func restore(_ db: Database) throws {
    let numbers = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT session FROM event
        WHERE session NOT NULL AND session NOT IN (SELECT number FROM session) ORDER BY session
        """)
    for number in numbers { try restore(number, db) }
  }

  private static func restore(_ number: Int64, _ db: Database) throws {
    let reader = LedgerReader(db)
    let rows = try Row.fetchAll(
      db, sql: "SELECT wall_clock, body FROM event WHERE session = ? ORDER BY seq",
      arguments: [number])
    let told = rows.compactMap { row in try? reader.decode(Event.self, row["body"]) }
    guard let session = ToldSession(told), let wall: Int64 = rows.first?["wall_clock"] else {
      return
    }
    let inputs = try inputs(of: number, session, reader)
    guard let first = inputs.first(where: { $0.moment >= session.admitted }) else { return }
    let last = session.closed.flatMap { closed in inputs.last { $0.moment <= closed }?.number }
    try db.execute(
      sql: """
        INSERT INTO session (number, id, beds, treatment, admitted, closed, phase, wall_clock,
          setup, first_input, last_input, base, high, medium, low, events)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        number, session.id, try BedList.text(session.beds), session.treatment, session.admitted,
        session.closed, session.phase.rawValue, wall, try setup(near: number, db), first.number,
        last, try base(with: first.number, db), session.count(.high), session.count(.medium),
        session.count(.low), told.count,
      ])
  }

  /// What was taken down for the session, and all that was not taken down yet.
  private static func inputs(
    of number: Int64, _ session: ToldSession, _ reader: LedgerReader
  ) throws -> [PackedInputs.Row] {
    let parts = try Data.fetchAll(
      reader.db, sql: "SELECT body FROM part WHERE session = ? ORDER BY last_input",
      arguments: [number]
    ).flatMap { (try? PackedInputs.unpack($0)) ?? [] }
    guard parts.isEmpty else {
      return parts + (try reader.rows(after: parts.last?.number ?? 0, forOthers: true))
    }
    let rows = try reader.rows(after: 0, forOthers: true)
    let first = rows.first { row in
      guard row.moment == session.admitted, let taken = try? reader.input(row),
        case .act(let bed, .admit, _) = taken.input
      else { return false }
      return bed == session.beds.first
    }
    return rows.filter { $0.number >= first?.number ?? .max }
  }

  /// The configuration of the session before it, or of any.
  private static func setup(near number: Int64, _ db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT setup FROM session WHERE setup IN (SELECT hash FROM setup)
        ORDER BY number > ?, abs(number - ?) LIMIT 1
        """, arguments: [number, number])
      ?? Int64.fetchOne(db, sql: "SELECT hash FROM setup LIMIT 1")
  }

  /// The base that leads up to the admission.
  private static func base(with input: Int64, _ db: Database) throws -> Int64? {
    let bases = try Row.fetchCursor(db, sql: "SELECT number, inputs FROM base")
    while let row = try bases.next() {
      let rows = (try? PackedInputs.unpack(row["inputs"])) ?? []
      if rows.contains(where: { $0.number == input }) { return row["number"] }
    }
    return nil
  }
}

/// A session as its events tell of it.
private struct ToldSession {
  let id: String
  let treatment: String
  let admitted: Int64
  private(set) var beds: [String] = []
  private(set) var closed: Int64?
  private(set) var phase = Phase.preparing
  private var raised: [Priority: Int] = [:]

  /// Nil: what tells of its admission is lost.
  init?(_ events: [Event]) {
    guard let admission = events.first(where: { $0.name == .sessionAdmitted }),
      let id = admission.session
    else { return nil }
    self.id = id
    treatment = admission.text("protocol") ?? ""
    admitted = admission.moment.milliseconds
    for event in events { take(event) }
  }

  private mutating func take(_ event: Event) {
    if event.name == .sessionAdmitted || event.name == .sessionMoved, let bed = event.bed {
      beds.append(bed)
    }
    if event.name == .phaseChanged, let phase = Phase(rawValue: event.text("to") ?? "") {
      self.phase = phase
      closed = phase == .closed ? event.moment.milliseconds : nil
    }
    if event.name == .alertRaised, let priority = event.alert?.priority {
      raised[priority, default: 0] += 1
    }
  }

  func count(_ priority: Priority) -> Int { raised[priority] ?? 0 }
}
