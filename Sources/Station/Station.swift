public import InfusionCore
public import Logging
import Monitors
import Records
import Vitals

/// The daemon as a library: the one who runs `StationCore`, in total order.
///
/// Inputs wait in queues and ring; each turn stamps all that waits with one moment, settles that
/// moment, commits, and only then tells.
public actor Station {
  /// Something looks at the clock at least this often, on the station's clock.
  static let longestSleep = Span.seconds(10)

  /// The parts that a station is made of.
  public struct Parts: Sendable {
    public var timebase: any Timebase
    public var ledger: any LedgerStore
    public var links: any LinkSource
    public var announcers: [any Announcer]
    public var logger: Logger

    /// The parts that a station is made of.
    public init(
      timebase: any Timebase, ledger: any LedgerStore, links: any LinkSource,
      announcers: [any Announcer], logger: Logger
    ) {
      self.timebase = timebase
      self.ledger = ledger
      self.links = links
      self.announcers = announcers
      self.logger = logger
    }
  }

  private let parts: Parts
  private let lanes: [AnnouncerLane]
  private let bell: Bell
  private let reports: ReportQueue
  private let acts = ActQueue()
  private var core = StationCore()
  private var lastMoment: Moment?
  private var sequence: Int64 = 0
  private var clockWatch: ClockWatch
  private var load = LoadWatch()
  private var trends: TrendWatch
  private var beds: [String: String] = [:]
  private var firstInputs: [Input]
  private var isLedgerFailing = false
  private var ledgerNews: Input?
  private var alarm: Task<Void, Never>?

  /// A station that is not started yet.
  public init(_ setup: StationSetup, _ parts: Parts) {
    self.parts = parts
    lanes = parts.announcers.map(AnnouncerLane.init)
    let bell = Bell()
    self.bell = bell
    reports = ReportQueue { bell.ring() }
    clockWatch = ClockWatch(parts.timebase)
    trends = TrendWatch(setup, from: parts.timebase.now)
    firstInputs = [clockWatch.firstInput, .setUp(setup)]
    for bed in setup.beds {
      for monitor in bed.monitors { beds[monitor.name] = bed.bed }
    }
  }

  /// Runs until `stop()`; throws if a link cannot be started at all.
  ///
  /// - Parameter started: called once the links run.
  public func run(started: @Sendable () -> Void = {}) async throws {
    let clock = LinkClock(
      now: { [timebase = parts.timebase] in timebase.now }, speed: parts.timebase.speed)
    await turn(taking: firstInputs)
    do {
      try parts.links.start(clock: clock, queue: reports)
    } catch {
      await parts.links.stop()
      throw error
    }
    started()
    for await _ in bell.rings { await turn(taking: waitingInputs()) }
    await parts.links.stop()
    await turn(taking: waitingInputs())
    acts.close()
    alarm?.cancel()
    for lane in lanes { await lane.drain(within: .milliseconds(500)) }
  }

  /// Ends `run()` after what waits has been told.
  public nonisolated func stop() { bell.finish() }

  /// A nurse's verb; the answer comes when it is committed.
  public nonisolated func act(_ verb: Verb, bed: String, by: String?) async -> Reply {
    await withCheckedContinuation { continuation in
      acts.add(.act(bed: bed, verb, by: by), answer: continuation)
      bell.ring()
    }
  }

  // One turn

  private func waitingInputs() -> [Input] {
    let arrived = reports.takeAll()
    defer { ledgerNews = nil }
    let now = parts.timebase.now
    var inputs = [ledgerNews].compactMap(\.self)
    if let clock = clockWatch.look(parts.timebase) { inputs.append(clock) }
    let isLate = load.took(
      arrived, at: now, speed: parts.timebase.speed, dropped: reports.dropped)
    if let isLate { inputs.append(.station(.overloaded(isLate))) }
    return inputs + arrived.map { $0.input(bed: beds[$0.monitor] ?? $0.bed) }
  }

  private func turn(taking inputs: [Input]) async {
    let acts = acts.takeAll()
    let moment = stamp()
    let taken = (inputs + acts.map(\.input)).map { TakenInput($0, at: moment) }
    var actions: [Action] = []
    var replies: [Reply] = []
    for input in taken.map(\.input) + [.time] {
      for action in core.receive(input, at: moment) {
        if case .reply(let reply) = action { replies.append(reply) }
        actions.append(action)
      }
    }
    await carryOut(actions, of: taken)
    for trend in trends.took(taken, at: moment) { tell(trend) }
    for (act, reply) in zip(acts, replies) { act.answer.resume(returning: reply) }
  }

  /// Strictly after the last one: the instant of the last turn is settled.
  private func stamp() -> Moment {
    let now = parts.timebase.now
    let moment = lastMoment.map { max(now, $0 + .milliseconds(1)) } ?? now
    lastMoment = moment
    return moment
  }

  private func carryOut(_ actions: [Action], of taken: [TakenInput]) async {
    var events: [NumberedEvent] = []
    var wake: Moment?
    var isCommitted = false
    for action in actions {
      switch action {
      case .persist: isCommitted = true
      case .announce(let event):
        sequence += 1
        events.append(NumberedEvent(sequence: sequence, event: event))
      case .wake(let at): wake = at
      case .reply: break
      }
    }
    let durability = isCommitted ? await parts.ledger.commit(batch(taken, events)) : .volatile
    note(durability)
    for event in events { tell(event, isDurable: durability == .durable) }
    setAlarm(at: wake)
  }

  private func batch(_ taken: [TakenInput], _ events: [NumberedEvent]) -> LedgerBatch {
    LedgerBatch(inputs: taken, events: events, wall: wall)
  }

  private var wall: WallClock {
    WallClock(offset: clockWatch.offset, utcOffset: clockWatch.utcOffset)
  }

  /// A ledger that fails is an input of the next turn; so is one that works again.
  private func note(_ durability: Durability) {
    let reason: String? =
      switch durability {
      case .durable, .volatile: nil
      case .failed(let reason): reason
      }
    guard (reason != nil) != isLedgerFailing else { return }
    isLedgerFailing = reason != nil
    ledgerNews = .station(.ledger(failing: isLedgerFailing, reason: reason))
    bell.ring()
  }

  /// One fan-out; whoever cannot keep up loses events, and the program's log says so.
  private func tell(_ event: NumberedEvent, isDurable: Bool) {
    if event.event.name == .monitorRebound { rebind(event.event) }
    let announcement = Announcement(event, isDurable: isDurable, wall: wall)
    for lane in lanes { note(lane.offer(announcement), of: lane.announcer) }
  }

  private func tell(_ trend: BedTrend) {
    for lane in lanes { note(lane.offer(trend), of: lane.announcer) }
  }

  private func note(_ offer: AnnouncerLane.Offer, of announcer: any Announcer) {
    switch offer {
    case .taken, .lost: break
    case .firstLost:
      parts.logger.error("\(announcer.name) takes no events any more; they are lost to it")
    case .takenAgain(let lost):
      parts.logger.error("\(announcer.name) takes events again; it lost \(lost)")
    }
  }

  /// From now on the monitor's readings are those of another bed.
  private func rebind(_ event: Event) {
    for fact in event.facts where fact.key == "monitor" {
      if case .text(let monitor) = fact.value { beds[monitor] = event.bed }
    }
  }

  private func setAlarm(at wake: Moment?) {
    alarm?.cancel()
    let latest = parts.timebase.now + Self.longestSleep
    let moment = wake.map { min($0, latest) } ?? latest
    alarm = Task { [bell, timebase = parts.timebase] in
      guard (try? await timebase.sleep(until: moment)) != nil else { return }
      bell.ring()
    }
  }
}
