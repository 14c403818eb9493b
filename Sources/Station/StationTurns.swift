package import InfusionCore
package import Monitors
package import Vitals

/// One start of the station as a value, turn by turn: what waits goes in; what is to be kept, and
/// what is to be told once that is done, comes out.
///
/// It reads no clock, waits for nothing and tells nobody. The actor around it does, and so does a
/// simulation of bad nights.
package struct StationTurns: Sendable {
  /// Something looks at the clock at least this often, on the station's clock.
  package static let longestSleep = Span.seconds(10)
  /// Nothing looked for so long: the machine was suspended, or the program was stopped.
  package static let blindAfter = Span.seconds(30)
  /// From one snapshot for the ledger to the next, on the station's clock.
  package static let snapshotEvery = Span.seconds(30)

  package internal(set) var core: StationCore
  /// The number of the last event.
  package internal(set) var sequence: Int64
  package internal(set) var lastMoment: Moment?
  /// As the core was told last.
  package internal(set) var isLedgerFailing: Bool
  var clockWatch: ClockWatch
  var trends: TrendWatch
  var vitals = VitalsWatch()
  var answers: AnswerBook
  var displays = DisplayWatch()
  var ledgerNews: Input?
  var snapshotDue: Moment?
  let habits: Habits
  private var load: LoadWatch
  private var lookedAt: Moment?
  private(set) var setup: StationSetup
  /// What waits besides reports and verbs.
  private var waiting: [Input]

  /// What a start is asked to do besides.
  package struct Habits: Hashable, Sendable {
    /// Displays confirm heartbeats, so it is told when nobody watches.
    package var hasDisplays: Bool
    /// Somebody shows vital signs as they come.
    package var showsVitals: Bool

    /// What a start is asked to do besides.
    package init(hasDisplays: Bool, showsVitals: Bool) {
      self.hasDisplays = hasDisplays
      self.showsVitals = showsVitals
    }
  }

  /// A start that has not had its first turn.
  package init(
    _ setup: StationSetup, resuming: Station.Resumption, _ timebase: any Timebase, _ habits: Habits
  ) {
    self.setup = setup
    self.habits = habits
    core = resuming.core
    isLedgerFailing = resuming.core.isLedgerFailing
    load = LoadWatch(isOverloaded: resuming.core.isOverloaded)
    sequence = resuming.nextSequence - 1
    lastMoment = resuming.lastMoment
    answers = AnswerBook(resuming.answers)
    clockWatch = ClockWatch(timebase)
    trends = TrendWatch(setup, from: timebase.now)
    let now = timebase.now
    let blind = resuming.lastMoment.map {
      Input.station(.blind(from: $0, to: max($0, now), isGapCertain: resuming.isGapCertain))
    }
    waiting = [clockWatch.firstInput, .setUp(setup)] + [blind].compactMap(\.self)
  }

  /// What the clock on the wall shows.
  package var wall: WallClock {
    WallClock(offset: clockWatch.offset, utcOffset: clockWatch.utcOffset)
  }

  // What waits

  /// A display confirms a heartbeat.
  package mutating func confirm(_ receipt: DisplayReceipt, at now: Moment) {
    displays.took(receipt, at: now)
  }

  /// Takes another configuration in the next turn.
  package mutating func reload(_ setup: StationSetup, at now: Moment) {
    self.setup = setup
    waiting.append(.setUp(setup))
    trends = TrendWatch(setup, from: now)
  }

  /// What the next turn takes besides verbs.
  ///
  /// - Parameters:
  ///   - arrived: what monitors told since the last turn.
  ///   - dropped: how many of their reports gave way since the start.
  package mutating func takeWaiting(
    _ arrived: [MonitorReport], dropped: Int, _ timebase: any Timebase
  ) -> [Input] {
    defer { (ledgerNews, waiting) = (nil, []) }
    let now = timebase.now
    let blind = blindTime(until: now, speed: timebase.speed)
    var inputs = waiting + [blind, ledgerNews].compactMap(\.self)
    if let clock = clockWatch.look(timebase) { inputs.append(clock) }
    if habits.hasDisplays, let watched = displays.look(at: now) { inputs.append(watched) }
    let isLate = load.took(arrived, at: now, speed: timebase.speed, dropped: dropped)
    if let isLate { inputs.append(.station(.overloaded(isLate))) }
    return inputs + arrived.map { $0.input(bed: bed(of: $0.monitor) ?? $0.bed) }
  }

  /// What passed without a look, as after a suspend; nil: nothing to speak of.
  private mutating func blindTime(until now: Moment, speed: Double) -> Input? {
    defer { lookedAt = now }
    guard let lookedAt,
      Double((now - lookedAt).milliseconds) > Self.blindAfter.seconds * 1000 * speed
    else { return nil }
    return .station(.blind(from: lookedAt, to: now))
  }

  /// The bed that a monitor is bound to now.
  private func bed(of monitor: String) -> String? {
    core.beds.first { bed in bed.setup.monitors.contains { $0.name == monitor } }?.name
  }

  /// What the first turn takes before anything else; for a past that came before it.
  var beginning: [Input] { waiting }

  /// The answer that a key was given; nil: none.
  package func answer(to key: ActKey) -> ActAnswer? {
    switch answers.look(key) {
    case .answered(let reply): .reply(reply, isDurable: answers.isWritten(key))
    case .otherRequest: .keyOfAnother
    case .new: nil
    }
  }
}
