import Foundation
import GRDB
import InfusionCore
import Vitals

extension LedgerReader {
  /// The row of a session, as far as its inputs are concerned.
  struct SessionRow {
    var summary: SessionSummary
    var setup: Int64?
    var firstInput: Int64
    /// The close; nil while it is open.
    var lastInput: Int64?

    /// Whether an input belongs to the session.
    func concerns(_ row: PackedInputs.Row, _ input: Input) -> Bool {
      guard row.number >= firstInput, row.number <= lastInput ?? .max else { return false }
      if InputText.isForOthers(row.line) { return !isOwn(input) }
      return switch input {
      case .readings, .act: isOwn(input)
      case .machine, .station, .setUp: true
      case .time: false
      }
    }

    private func isOwn(_ input: Input) -> Bool {
      switch input {
      case .readings(let bed, _, _), .act(let bed, _, _), .machine(let bed, _):
        summary.beds.contains(bed)
      case .station, .setUp, .time: false
      }
    }
  }

  private static let order = "ORDER BY number DESC LIMIT ?"

  /// Sessions, the last admitted first.
  func sessions(limit: Int, before number: Int64?) throws -> [SessionSummary] {
    try sessionRows("number < ? \(Self.order)", [number ?? .max, max(0, limit)]).map(\.summary)
  }

  /// The sessions whose inputs are still taken down, the first admitted first.
  func unpackedSessions() throws -> [SessionRow] {
    try sessionRows("inputs IS NULL ORDER BY number", [])
  }

  func sessionRow(_ id: String) throws -> SessionRow? {
    try sessionRows("id = ? \(Self.order)", [id, 1]).first
  }

  func sessionRows(_ condition: String, _ arguments: StatementArguments) throws -> [SessionRow] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, id, beds, treatment, admitted, closed, phase, wall_clock, setup,
          first_input, last_input, high, medium, low, events FROM session WHERE \(condition)
        """, arguments: arguments
    ).map(sessionRow)
  }

  private func sessionRow(_ row: Row) throws -> SessionRow {
    let phase: String = row["phase"]
    guard let phase = Phase(rawValue: phase) else { throw InputText.Damage(line: phase) }
    let closed: Int64? = row["closed"]
    let summary = SessionSummary(
      id: row["id"], number: row["number"], beds: try BedList.beds(row["beds"]),
      treatment: row["treatment"], admitted: Moment(milliseconds: row["admitted"]),
      closed: closed.map(Moment.init), phase: phase, wall: try wall(row["wall_clock"]),
      alerts: SessionSummary.AlertCounts(
        high: row["high"], medium: row["medium"], low: row["low"]),
      events: row["events"])
    return SessionRow(
      summary: summary, setup: row["setup"], firstInput: row["first_input"],
      lastInput: row["last_input"])
  }

  /// One session, whole, whether it is open, closed or packed.
  func session(_ row: SessionRow) throws -> KeptSession {
    guard let setup = row.setup else { throw InputText.Damage(line: "no configuration") }
    return KeptSession(
      summary: row.summary, setup: try self.setup(setup), before: try before(row),
      inputs: try sessionInputs(row).map(input),
      events: try events(ofSession: row.summary.number).map(\.numbered), wall: row.summary.wall)
  }

  /// The inputs of a session, wherever they lie.
  func sessionInputs(_ row: SessionRow) throws -> [PackedInputs.Row] {
    let number = row.summary.number
    if let packed = try Data.fetchOne(
      db, sql: "SELECT inputs FROM session WHERE number = ? AND inputs NOT NULL",
      arguments: [number])
    {
      return try PackedInputs.unpack(packed)
    }
    let parts = try Data.fetchAll(
      db, sql: "SELECT body FROM part WHERE session = ? ORDER BY last_input",
      arguments: [number]
    ).flatMap(PackedInputs.unpack)
    let after = max(parts.last?.number ?? 0, row.firstInput - 1)
    let rows = try rows(after: after, upTo: row.lastInput ?? .max, forOthers: true)
    return try parts.filter { $0.number <= row.lastInput ?? .max }
      + rows.filter { row.concerns($0, try input($0).input) }
  }

  /// The station just before it took the admission.
  private func before(_ row: SessionRow) throws -> StationCore {
    guard let core = try coreOrAnew(before: row) else {
      throw InputText.Damage(line: "session \(row.summary.id): what stood before it is not kept")
    }
    return core
  }
}
