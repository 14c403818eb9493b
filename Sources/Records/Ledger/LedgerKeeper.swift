import Dispatch
import Foundation
import GRDB
import InfusionCore
import Synchronization
import Vitals

/// Keeps the ledger small, off the writer's thread: snapshots, and what they make superfluous.
///
/// The two newest snapshots stay. What the older of them covers leaves the table of inputs: into
/// the parts of the sessions that it concerns, the rest for good.
final class LedgerKeeper: Sendable {
  /// A closed session is packed after so long: until then a discharge may be taken back.
  static let packAfter = Span.minutes(2)

  private let pool: DatabasePool
  private let rules: String
  private let queue = DispatchQueue(label: "ledger.keeper", qos: .utility)
  private struct State {
    var isBusy = false
    var failure: String?
    var damage: String?
    var hasKept = false
  }
  private let state = Mutex(State())

  init(pool: DatabasePool, rules: String) {
    self.pool = pool
    self.rules = rules
  }

  /// Why the last snapshot was not kept; nil: it was.
  var failure: String? { state.withLock(\.failure) }

  /// What the database was found to be damaged by; nil: nothing.
  var damage: String? { state.withLock(\.damage) }

  /// Takes note of an error of another's.
  func note(_ error: any Error) {
    state.withLock { $0.damage = DiskFault.damage(error) ?? $0.damage }
  }

  /// Whether a snapshot was kept since the database was opened.
  var hasKept: Bool { state.withLock(\.hasKept) }

  /// Keeps a snapshot some time soon; while another is still being kept it is passed over.
  func keep(_ snapshot: LedgerSnapshot) {
    let isFree = state.withLock { state in
      defer { state.isBusy = true }
      return !state.isBusy
    }
    guard isFree else { return }
    queue.async { [self] in
      var failure: String?
      var damage: String?
      do {
        try keepNow(snapshot)
      } catch {
        failure = DiskFault.text(error)
        damage = DiskFault.damage(error)
      }
      state.withLock { state in
        state.failure = failure
        state.damage = damage ?? state.damage
        state.isBusy = false
      }
    }
  }

  /// Waits until nothing is being kept.
  func finish() { queue.sync {} }

  private func keepNow(_ snapshot: LedgerSnapshot) throws {
    try keepAdmissions(upTo: snapshot.input)
    let body = try LedgerSnapshot.body(of: snapshot.core)
    let covered = try write(snapshot, body)
    state.withLock { $0.hasKept = true }
    try takeDown(upTo: covered.input)
    try packSessions(closedBefore: covered.moment - Self.packAfter)
  }

  /// Writes a snapshot, and gives how far the older of the two that stay covers the inputs.
  private func write(_ snapshot: LedgerSnapshot, _ body: Data) throws -> (
    input: Int64, moment: Moment
  ) {
    try pool.write { db in
      try db.execute(
        sql: """
          INSERT INTO snapshot (input, seq, moment, format, rules, checksum, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          snapshot.input, snapshot.sequence, snapshot.moment.milliseconds, LedgerSnapshot.format,
          rules, Fingerprint.of(body), body,
        ])
      try db.execute(
        sql: """
          DELETE FROM snapshot
            WHERE number NOT IN (SELECT number FROM snapshot ORDER BY number DESC LIMIT 2)
          """)
      let answers = snapshot.moment - LedgerReader.answersKept
      try db.execute(
        sql: "DELETE FROM answer WHERE moment < ?", arguments: [answers.milliseconds])
      let older = try Row.fetchOne(
        db, sql: "SELECT input, moment FROM snapshot ORDER BY number LIMIT 1")
      let isOnly = try Int.fetchOne(db, sql: "SELECT count(*) FROM snapshot") == 1
      guard let older, !isOnly else { return (0, Moment(milliseconds: .min / 2)) }
      return (older["input"], Moment(milliseconds: older["moment"]))
    }
  }

  /// Keeps what the station before each session follows from that was admitted up to this input.
  private func keepAdmissions(upTo input: Int64) throws {
    let found = try pool.read { db -> (sessions: [Int64], base: AdmissionBase)? in
      let reader = LedgerReader(db)
      let rows = try reader.sessionRows(
        "base IS NULL AND first_input <= ? ORDER BY first_input", [input])
      guard let first = rows.first, let last = rows.last else { return nil }
      let base = try reader.base(from: first.firstInput, upTo: last.firstInput)
      return base.map { (rows.map(\.summary.number), $0) }
    }
    guard let (sessions, base) = found else { return }
    try pool.write { db in
      try db.execute(
        sql: "INSERT INTO base (body, inputs) VALUES (?, ?)",
        arguments: [base.body, PackedInputs.pack(base.rows)])
      let number = db.lastInsertedRowID
      for session in sessions {
        try db.execute(
          sql: "UPDATE session SET base = ? WHERE number = ?", arguments: [number, session])
      }
    }
  }

  /// Takes inputs that a snapshot covers out of their table, and down for their sessions.
  private func takeDown(upTo input: Int64) throws {
    let parts = try pool.read { db in
      let reader = LedgerReader(db)
      let rows = try reader.rows(after: 0, upTo: input, forOthers: true)
      let inputs = rows.map { try? reader.input($0).input }
      return try reader.unpackedSessions().map { session in
        let own = zip(rows, inputs).filter { row, input in
          input.map { session.concerns(row, $0) } ?? false
        }.map(\.0)
        return (session.summary.number, own)
      }
    }
    try pool.write { db in
      for (session, rows) in parts {
        guard let last = rows.last else { continue }
        try db.execute(
          sql: "INSERT INTO part VALUES (?, ?, ?)",
          arguments: [session, last.number, PackedInputs.pack(rows)])
      }
      try db.execute(sql: "DELETE FROM input WHERE number <= ?", arguments: [input])
    }
  }

  /// Joins the parts of each session that closed so long ago that it stays closed.
  private func packSessions(closedBefore moment: Moment) throws {
    let packed = try pool.read { db in
      let reader = LedgerReader(db)
      return try reader.sessionRows(
        "inputs IS NULL AND closed <= ?", [moment.milliseconds]
      ).map { ($0.summary.number, PackedInputs.pack(try reader.sessionInputs($0))) }
    }
    for (number, inputs) in packed {
      try pool.write { db in
        try db.execute(
          sql: "UPDATE session SET inputs = ? WHERE number = ?", arguments: [inputs, number])
        try db.execute(sql: "DELETE FROM part WHERE session = ?", arguments: [number])
      }
    }
  }
}
