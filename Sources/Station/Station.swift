public import InfusionCore
public import Logging
public import Monitors
public import Records
import Synchronization
public import Vitals

/// The daemon as a library: the one who runs `StationCore`, in total order.
///
/// Inputs wait in queues and ring; each turn stamps all that waits with one moment, settles that
/// moment, commits, and only then tells.
public actor Station {
  /// The parts that a station is made of.
  public struct Parts: Sendable {
    public var timebase: any Timebase
    public var ledger: any LedgerStore
    public var links: any LinkSource
    public var announcers: [any Announcer]
    public var logger: Logger
    /// Whether displays confirm heartbeats, so that it is told when nobody watches.
    public var hasDisplays: Bool
    /// What was before the station runs, in order; it is kept, but told to nobody.
    public var past: [TakenInput] = []

    /// The parts that a station is made of.
    public init(
      timebase: any Timebase, ledger: any LedgerStore, links: any LinkSource,
      announcers: [any Announcer], logger: Logger, hasDisplays: Bool = false
    ) {
      self.timebase = timebase
      self.ledger = ledger
      self.links = links
      self.announcers = announcers
      self.logger = logger
      self.hasDisplays = hasDisplays
    }
  }

  /// What an earlier start of the station left in the ledger.
  public struct Resumption: Sendable {
    public var core: StationCore
    /// The first number for an event that was never used.
    public var nextSequence: Int64
    /// The last moment that is known of it.
    public var lastMoment: Moment?
    public var answers: [KeptAnswer]
    /// What it kept, and perhaps never said.
    public var untold: [StoredEvent]
    /// Other rules had told what is kept; nil: the same.
    public var upgrade: LedgerRecovery.Upgrade?
    /// It is known how long it is since `lastMoment`.
    public var isGapCertain: Bool

    /// What an earlier start left; nothing, unless it is given.
    public init(
      core: StationCore = StationCore(), nextSequence: Int64 = 1, lastMoment: Moment? = nil,
      answers: [KeptAnswer] = [], untold: [StoredEvent] = [],
      upgrade: LedgerRecovery.Upgrade? = nil, isGapCertain: Bool = true
    ) {
      self.isGapCertain = isGapCertain
      self.untold = untold
      self.upgrade = upgrade
      self.core = core
      self.nextSequence = nextSequence
      self.lastMoment = lastMoment
      self.answers = answers
    }
  }

  let parts: Parts
  let announcers: Announcers
  let bell: Bell
  let acts = ActQueue()
  private let reports: ReportQueue
  var turns: StationTurns
  private var alarm: Task<Void, Never>?
  private var looks: [CheckedContinuation<StationView, Never>] = []
  private var hasEnded = false
  private let resuming: Resumption
  /// How many self-checks found every part at work.
  let passedSelfChecks = Mutex(0)

  /// A station that is not started yet.
  public init(_ setup: StationSetup, _ parts: Parts, resuming: Resumption = Resumption()) {
    self.parts = parts
    self.resuming = resuming
    announcers = Announcers(parts.announcers, logger: parts.logger)
    let bell = Bell()
    self.bell = bell
    reports = ReportQueue { bell.ring() }
    turns = StationTurns(
      setup, resuming: resuming, parts.timebase,
      StationTurns.Habits(hasDisplays: parts.hasDisplays, showsVitals: announcers.showsVitals))
  }

  /// Runs until `stop()`; throws if a link cannot be started at all.
  ///
  /// - Parameter started: called once the links run.
  public func run(started: @Sendable () -> Void = {}) async throws {
    let clock = LinkClock(
      now: { [timebase = parts.timebase] in timebase.now }, speed: parts.timebase.speed)
    await goOn(from: resuming)
    await relive(parts.past)
    await turn(taking: takeWaiting())
    do {
      try parts.links.start(clock: clock, queue: reports)
    } catch {
      await parts.links.stop()
      end()
      throw error
    }
    tellUnknownMonitors()
    started()
    for await _ in bell.rings { await turn(taking: takeWaiting()) }
    await parts.links.stop()
    await turn(taking: takeWaiting())
    if let lastMoment = turns.lastMoment {
      parts.ledger.keepSnapshot(turns.core, lastSequence: turns.sequence, at: lastMoment)
    }
    end()
    await announcers.drain(within: .milliseconds(500))
  }

  private func end() {
    hasEnded = true
    acts.close()
    alarm?.cancel()
    answer(takeLooks())
  }

  /// Ends `run()` after what waits has been told.
  public nonisolated func stop() { bell.finish() }

  /// A nurse's verb; the answer comes when it is committed.
  public nonisolated func act(_ verb: Verb, bed: String, by: String?) async -> Reply {
    switch await act(verb, bed: bed, by: by, key: nil) {
    case .reply(let reply, _): reply
    case .keyOfAnother:
      .refused(Refusal(.conflict, "the key is another verb's", remedy: "send another key"))
    }
  }

  /// A nurse's verb with the sender's key; sent again, it is answered and not done again.
  public nonisolated func act(_ verb: Verb, bed: String, by: String?, key: ActKey?) async
    -> ActAnswer
  {
    await withCheckedContinuation { continuation in
      acts.add(.init(input: .act(bed: bed, verb, by: by), key: key, answer: continuation))
      bell.ring()
    }
  }

  /// The answer that a key was given; nil: none.
  public func answer(to key: ActKey) -> ActAnswer? { turns.answer(to: key) }

  /// The whole station after the next turn: the question goes the way that readings go, so an
  /// answer says that the way is free.
  public func look() async -> StationView {
    guard !hasEnded else { return view() }
    return await withCheckedContinuation { continuation in
      looks.append(continuation)
      bell.ring()
    }
  }

  /// A display confirms a heartbeat.
  public func confirm(_ receipt: DisplayReceipt) {
    turns.confirm(receipt, at: parts.timebase.now)
    bell.ring()
  }

  /// Takes another configuration: its beds and rules from now on; a bed with a session keeps its
  /// monitors, as they are read now, until the session ends. One that is not read now is read as
  /// the new configuration says.
  ///
  /// A link that cannot be started is told, and its monitors are told to be lost.
  public func reload(
    _ setup: StationSetup, links: [MonitorPlan]
  ) async -> ReloadOutcome {
    turns.reload(setup, at: parts.timebase.now)
    _ = await look()
    let beds = turns.core.beds
    let change = LinkChange(to: links, from: parts.links.plans, of: beds)
    var outcome = ReloadOutcome(
      beds: beds.count, keptMonitors: change.kept,
      keptBeds: beds.map(\.name).filter { name in !setup.beds.contains { $0.bed == name } })
    do {
      try await parts.links.change(to: change.plans, unread: change.unread)
    } catch {
      outcome.failure = "\(error)"
    }
    return outcome
  }

  /// A monitor of a session that the configuration has lost over a restart is a lost link.
  private func tellUnknownMonitors() {
    guard let known = parts.links.monitors else { return }
    let now = parts.timebase.now
    for bed in turns.core.beds where bed.watch.session != nil {
      for monitor in bed.setup.monitors where !known.contains(monitor.name) {
        let lost = UnreadMonitor.notConfigured(monitor.name, bed: bed.name)
        reports.add([
          MonitorReport(
            monitor: lost.monitor, bed: lost.bed, at: now, news: .linkDown(reason: lost.reason))
        ])
      }
    }
  }

  // What waits for a turn

  private func takeWaiting() -> [Input] {
    let damages = takeLedgerDamage()
    return damages + turns.takeWaiting(reports.takeAll(), dropped: reports.dropped, parts.timebase)
  }

  /// Calls for a turn at a moment, whatever else rings.
  func setAlarm(at moment: Moment) {
    alarm?.cancel()
    alarm = Task { [bell, timebase = parts.timebase] in
      guard (try? await timebase.sleep(until: moment)) != nil else { return }
      bell.ring()
    }
  }

  /// Whoever has asked how it is so far.
  func takeLooks() -> [CheckedContinuation<StationView, Never>] {
    defer { looks = [] }
    return looks
  }

  func answer(_ looks: [CheckedContinuation<StationView, Never>]) {
    guard !looks.isEmpty else { return }
    let view = view()
    for look in looks { look.resume(returning: view) }
  }

  private func view() -> StationView {
    let (core, setup) = (turns.core, turns.setup)
    let moment = turns.lastMoment ?? parts.timebase.now
    let others = setup.protocols.map(\.name).filter { $0 != setup.defaultProtocol }
    return StationView(
      sequence: turns.sequence, moment: moment, wall: turns.wall, beds: core.beds,
      alerts: core.shownAlerts(at: moment), speed: parts.timebase.speed,
      isLedgerFailing: turns.isLedgerFailing,
      protocols: [setup.defaultProtocol] + others)
  }
}
