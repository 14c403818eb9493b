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
  /// The last start did not end by itself: it may have given numbers that nothing tells of.
  var mayHaveGivenMore = false
  /// The moment of the last turn that is kept.
  public var lastMoment: Moment?
  /// What the clock on the wall showed then.
  public var lastWall: WallClock?
  /// The machine's boot in which the last start was.
  public var bootID: String?
  /// The answers of the last 24 h before `lastMoment`.
  public var answers: [KeptAnswer] = []
  /// Events that were kept, and perhaps never said: those of the last turn, if the end came in it.
  public var untold: [StoredEvent] = []
  /// The core was built by other rules than those that told what is kept; nil: by the same.
  public var upgrade: Upgrade?
  /// Rows that cannot be read, and that the core was built without.
  public var damagedRows = 0
  /// Readings and other inputs or events that could not be kept since the ledger was made.
  public var lost = Loss()

  /// What a nurse has to know of what could not be read; nil: all could.
  var damage: LedgerDamage? {
    switch basis {
    case .unreadable:
      LedgerDamage("the running sessions could not be read; admit each patient again")
    case .nothing, .snapshot, .beginning, .openSessions:
      damagedRows == 0
        ? nil : LedgerDamage("\(damagedRows) of the last inputs could not be read")
    }
  }

  /// A ledger that knows nothing.
  package init() {}

  /// Fewer numbers are given in a millisecond, whatever befalls the beds.
  private static let mostNumbersPerMillisecond = 10.0
  /// A longer time is a mistake of a clock, in milliseconds: ten years.
  private static let longestGap = 3.2e11
  /// A week, in milliseconds.
  private static let unknownGap = 6.048e8

  /// Passes over all numbers that may have been given since the last commit, when nothing could be
  /// written: none is given twice.
  ///
  /// - Parameter now: in milliseconds since 1970, UTC.
  package mutating func passOverNumbers(until now: Int64) {
    guard let lastMoment, let lastWall else { return }
    let last = Double(lastMoment.milliseconds) + Double(lastWall.offset.milliseconds)
    let told = Double(now) - last
    // A clock that went back says nothing of how long it was.
    let gap = told < 0 ? Self.unknownGap : min(told, Self.longestGap)
    lastSequence += Int64(gap * Self.mostNumbersPerMillisecond)
  }

  /// Other rules judge from now on.
  public struct Upgrade: Hashable, Sendable {
    /// The rules that told what is kept.
    public var from: String
    /// The last event of each alert and each session that was open.
    public var told: [Event]
  }

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
    recovery.mayHaveGivenMore = try tally.hasMoreReserved(db)
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
    let told = try Int64.fetchOne(db, sql: "SELECT seq FROM told") ?? tally.reserved
    recovery.untold = (try? events(after: told, limit: LedgerTally.mostEventsOfTurn)) ?? []
    let row = try Row.fetchOne(db, sql: "SELECT sum(readings), sum(others) FROM lost")
    recovery.lost = LedgerRecovery.Loss(readings: row?[0] ?? 0, others: row?[1] ?? 0)
    do {
      try rebuild(&recovery, rules: rules)
    } catch let error as DatabaseError {
      throw error
    } catch {
      recovery.basis = .unreadable
    }
    if recovery.basis == .unreadable { recovery.core = try? idleCore }
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
    let sessions = basis == .openSessions ? try unpackedSessions().map(\.summary) : []
    for row in rows {
      // Patients are better watched without one input than not at all.
      if let taken = try? input(row) {
        feed.feed(taken.named(asOneOf: sessions, isForOthers: InputText.isForOthers(row.line)))
      } else {
        recovery.damagedRows += 1
      }
    }
    feed.finish()
    recovery.basis = basis
    var core = feed.core
    if basis == .openSessions { try remember(sessionsBefore: .max, in: &core) }
    recovery.core = core
    recovery.upgrade = try upgrade(to: rules)
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
    guard let oldest else { return try idleBase }
    guard let core = try coreOrAnew(before: oldest) else { return nil }
    let before = LedgerSnapshot(
      core: core, input: oldest.firstInput - 1, sequence: 0, moment: beginning)
    return (.openSessions, before)
  }

  /// A station without sessions, if the last snapshot is sound and only of another form or of other
  /// rules: then the table of sessions can be believed, too.
  private var idleBase: (LedgerRecovery.Basis, LedgerSnapshot)? {
    get throws {
      let last = try Row.fetchOne(
        db, sql: "SELECT checksum, body FROM snapshot ORDER BY number DESC LIMIT 1")
      guard let last, Fingerprint.of(last["body"]) == last["checksum"] else { return nil }
      let empty = LedgerSnapshot(
        core: try idleCore ?? StationCore(), input: .max, sequence: 0,
        moment: Moment(milliseconds: 0))
      return (.openSessions, empty)
    }
  }

  /// A station without sessions that goes on counting those of each bed.
  private var idleCore: StationCore? {
    get throws {
      let last = try sessionRows("setup NOT NULL ORDER BY number DESC LIMIT 1", []).first
      return try last.flatMap { try coreAnew(before: .max, as: $0) }
    }
  }

  /// Whether other rules told what is kept, and what they told of what is still open.
  private func upgrade(to rules: String) throws -> LedgerRecovery.Upgrade? {
    let before = try String.fetchOne(
      db, sql: "SELECT rules FROM snapshot ORDER BY number DESC LIMIT 1")
    guard let before, before != rules else { return nil }
    var open: [Event] = []
    for row in try unpackedSessions() where row.summary.closed == nil {
      open += try events(ofSession: row.summary.number).map(\.numbered.event)
    }
    open += try eventsOutsideSessions()
    return LedgerRecovery.Upgrade(from: before, told: open.lastOfEach)
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
}

extension TakenInput {
  /// An admission with the id that its session got, where not all sessions before it are lived
  /// again; one that only says that a bed is taken needs none.
  fileprivate func named(asOneOf sessions: [SessionSummary], isForOthers: Bool) -> TakenInput {
    guard case .act(let bed, .admit(var admission), let by) = input else { return self }
    if isForOthers {
      admission.session = nil
    } else if let own = sessions.first(where: {
      $0.admitted == moment && $0.beds.first == bed
    }) {
      admission.session = own.id
    }
    var taken = self
    taken.input = .act(bed: bed, .admit(admission), by: by)
    return taken
  }
}

extension [Event] {
  /// The last event of each alert that is open, and the last phase of each session.
  fileprivate var lastOfEach: [Event] {
    var seen: Set<String> = []
    let last = reversed().filter { event in
      if let alert = event.alert { return seen.insert("alert \(alert.id)").inserted }
      return event.name == .phaseChanged
        && seen.insert("session \(event.session ?? "")").inserted
    }
    return last.reversed().filter { $0.alert?.presence != .off }
  }
}
