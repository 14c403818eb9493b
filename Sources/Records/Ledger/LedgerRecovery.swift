public import InfusionCore
public import Vitals
import GRDB

/// What a ledger knows of the station that wrote it, for the one that goes on.
public struct LedgerRecovery: Hashable, Sendable {
  /// From what the core was built.
  public enum Basis: Hashable, Sendable {
    /// There was nothing: the first start on this folder.
    case nothing
    /// The last snapshot, and the inputs since.
    case snapshot
    /// All inputs from the beginning.
    case beginning
    /// What stood before the oldest open session, and the inputs of the open sessions since: the
    /// snapshots are damaged, or under other rules. What was known of idle beds is gone.
    case openSessions
    /// Nothing that is kept can be read into a core: every session has to be admitted again.
    case unreadable
  }

  public var basis = Basis.nothing
  /// The station at its last committed turn; nil: begin with an empty one.
  public var core: StationCore?
  /// No event ever bore a higher number; the next one takes one more.
  public var lastSequence: Int64 = 0
  /// The moment of the last turn that is kept.
  public var lastMoment: Moment?
  /// What the clock on the wall showed then.
  public var lastWall: WallClock?
  /// The machine's boot in which the last start was.
  public var bootID: String?
  /// The answers of the last 24 h before `lastMoment`.
  public var answers: [KeptAnswer] = []
  /// Events that the core told when it was built, but that are not in the ledger: they were never
  /// said.
  public var untold: [Event] = []
  /// Rows that cannot be read, and that the core was built without.
  public var damagedRows = 0
  /// Readings and other inputs or events that could not be kept since the ledger was made.
  public var lost = Loss()

  /// What found no room in memory while the disk took nothing.
  public struct Loss: Hashable, Sendable {
    public var readings = 0
    public var others = 0
  }
}

extension LedgerReader {
  /// How long answers are known.
  static let answersKept = Span.minutes(24 * 60)

  /// What the ledger knows, under the rules of this version.
  func recovery(rules: String) throws -> LedgerRecovery {
    var recovery = LedgerRecovery()
    let tally = try LedgerTally(db, start: 0)
    recovery.lastSequence = tally.reserved
    recovery.lastMoment = tally.lastMoment.map(Moment.init)
    let wallClock = try Int64.fetchOne(
      db,
      sql: """
        SELECT wall_clock FROM (
          SELECT * FROM (SELECT wall_clock, moment FROM input ORDER BY number DESC LIMIT 1)
          UNION ALL
          SELECT * FROM (SELECT wall_clock, moment FROM event ORDER BY seq DESC LIMIT 1))
        ORDER BY moment DESC LIMIT 1
        """)
    recovery.lastWall = try wallClock.map(wall)
    recovery.bootID = try String.fetchOne(
      db, sql: "SELECT boot FROM start ORDER BY number DESC LIMIT 1")
    if let last = recovery.lastMoment {
      recovery.answers = (try? answers(since: last - Self.answersKept)) ?? []
    }
    let row = try Row.fetchOne(db, sql: "SELECT sum(readings), sum(others) FROM lost")
    recovery.lost = LedgerRecovery.Loss(readings: row?[0] ?? 0, others: row?[1] ?? 0)
    do {
      try rebuild(&recovery, rules: rules)
    } catch let error as DatabaseError {
      throw error
    } catch {
      recovery.basis = .unreadable
    }
    return recovery
  }

  private func rebuild(_ recovery: inout LedgerRecovery, rules: String) throws {
    guard recovery.lastMoment != nil else { return }
    guard let (basis, base) = try base(rules: rules) else {
      recovery.basis = .unreadable
      return
    }
    var feed = CoreFeed(base.core)
    let rows =
      basis == .openSessions
      ? try openInputs(after: base.input) : try self.rows(after: base.input)
    for row in rows {
      // Patients are better watched without one input than not at all.
      if let taken = try? input(row) { feed.feed(taken) } else { recovery.damagedRows += 1 }
    }
    feed.finish()
    recovery.basis = basis
    recovery.core = feed.core
    if basis != .openSessions, recovery.damagedRows == 0 {
      recovery.untold = (try? untold(feed.events, since: base.sequence)) ?? []
    }
  }

  private func base(rules: String) throws -> (LedgerRecovery.Basis, LedgerSnapshot)? {
    if let snapshot = try snapshots(rules: rules).first(where: { _ in true }) {
      return (.snapshot, snapshot)
    }
    let beginning = Moment(milliseconds: 0)
    if try isWholeFromBeginning {
      let empty = LedgerSnapshot(
        core: StationCore(), input: 0, sequence: 0, moment: beginning)
      return (.beginning, empty)
    }
    let oldest = try unpackedSessions().first { $0.summary.closed == nil }
    guard let oldest, let core = try? session(oldest).before else { return nil }
    let before = LedgerSnapshot(
      core: core, input: oldest.firstInput - 1, sequence: 0, moment: beginning)
    return (.openSessions, before)
  }

  /// The inputs of all sessions that are still taken down, each once, in order.
  private func openInputs(after input: Int64) throws -> [PackedInputs.Row] {
    let sessions = try unpackedSessions()
    var rows: [Int64: PackedInputs.Row] = [:]
    for session in sessions {
      for row in try sessionInputs(session) where row.number > input { rows[row.number] = row }
    }
    for row in try self.rows(after: input) { rows[row.number] = row }
    let beds = Set(sessions.flatMap(\.summary.beds))
    // What a bed's own rows say is not to be said twice.
    return try rows.values.sorted { $0.number < $1.number }.filter { row in
      guard InputText.isForOthers(row.line) else { return true }
      guard case .act(let bed, _, _) = try self.input(row).input else { return false }
      return !beds.contains(bed)
    }
  }

  /// Told events that have no row; one that was told twice has to have two.
  private func untold(_ told: [Event], since sequence: Int64) throws -> [Event] {
    var kept: [Event: Int] = [:]
    for event in try events(after: sequence, limit: .max) {
      kept[event.numbered.event, default: 0] += 1
    }
    return told.filter { event in
      guard let count = kept[event], count > 0 else { return true }
      kept[event] = count - 1
      return false
    }
  }
}
