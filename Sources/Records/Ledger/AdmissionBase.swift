import Foundation
import GRDB
import InfusionCore
import Vitals

/// What the station before each of some admissions follows from: the station some time before the
/// first of them, and the inputs since up to the last.
///
/// Many patients are admitted between two snapshots, and a whole station is long to write.
struct AdmissionBase: Sendable {
  /// The station, as a snapshot holds it.
  var body: Data
  /// What it took then.
  var rows: [PackedInputs.Row]
}

extension LedgerReader {
  /// What follows from the last snapshot before the first of some admissions, or from the very
  /// beginning; nil: neither is kept.
  func base(from first: Int64, upTo last: Int64) throws -> AdmissionBase? {
    let snapshot = try Row.fetchAll(
      db,
      sql: """
        SELECT input, checksum, body FROM snapshot WHERE \(LedgerSnapshot.isReadable) AND input < ?
        ORDER BY number DESC
        """, arguments: [first]
    ).first { Fingerprint.of($0["body"] as Data) == $0["checksum"] }
    if let snapshot {
      return AdmissionBase(
        body: snapshot["body"], rows: try rows(after: snapshot["input"], upTo: last))
    }
    guard try isWholeFromBeginning else { return nil }
    return AdmissionBase(
      body: try LedgerSnapshot.body(of: StationCore()), rows: try rows(after: 0, upTo: last))
  }

  /// The base of a session, kept or still to be kept.
  func base(of session: SessionRow) throws -> AdmissionBase? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT base.body, base.inputs FROM session JOIN base ON base.number = session.base
        WHERE session.number = ?
        """, arguments: [session.summary.number])
    guard let row else { return try base(from: session.firstInput, upTo: session.firstInput) }
    return AdmissionBase(body: row["body"], rows: try PackedInputs.unpack(row["inputs"]))
  }

  /// The station just before it took a session's admission; nil: it is not kept.
  func core(before session: SessionRow) throws -> StationCore? {
    guard let base = try base(of: session) else { return nil }
    var feed = CoreFeed(try core(base.body))
    for row in base.rows {
      guard row.number < session.firstInput else {
        // The turns before were settled; its own turn had begun.
        feed.finish(before: Moment(milliseconds: row.moment))
        break
      }
      feed.feed(try input(row))
    }
    return feed.core
  }

  /// The station just before a session; one that other rules wrote in another form is begun anew,
  /// with the configuration of that time. Nil: not even that is kept.
  func coreOrAnew(before session: SessionRow) throws -> StationCore? {
    if let core = try? core(before: session) { return core }
    return try coreAnew(before: session.summary.number, as: session)
  }

  /// A station that knows the configuration of a session, and the ids of all sessions before that
  /// of a number.
  func coreAnew(before number: Int64, as session: SessionRow) throws -> StationCore? {
    guard let hash = session.setup, let setup = try? setup(hash) else { return nil }
    let moment = session.summary.admitted - Self.longestUndo
    let wall = session.summary.wall
    var core = StationCore()
    let clock = StationEvent.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: nil)
    for input in [.station(clock), .setUp(setup)] as [Input] {
      _ = core.receive(input, at: moment)
    }
    try remember(sessionsBefore: number, in: &core)
    _ = core.receive(.time, at: session.summary.admitted - .milliseconds(1))
    return core
  }

  /// Tells a station the ids of the sessions before that of a number: none comes twice.
  func remember(sessionsBefore number: Int64, in core: inout StationCore) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT id, beds FROM session WHERE number < ? ORDER BY number",
      arguments: [number])
    while let row = try rows.next() {
      guard let bed = (try? BedList.beds(row["beds"]))?.first else { continue }
      core.remember(session: row["id"], of: bed)
    }
  }

  /// So long ago that nobody can take the end of a session back.
  private static let longestUndo = Span.minutes(3)

  /// The station that a row holds, also in the form of the first step: its protocols are texts.
  private func core(_ body: Data) throws -> StationCore {
    if let core = try? LedgerSnapshot.core(of: body) { return core }
    return try decode(StationCore.self, body)
  }
}
