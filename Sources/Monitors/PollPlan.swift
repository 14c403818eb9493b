import Vitals

/// When each unit of a link is asked next, and how long it may take to answer.
///
/// Units that answer share one beat, so the line is free between two rounds. A unit that is lost is
/// tried in that free time, so that its time-outs make no other unit's poll late.
struct PollPlan: Sendable {
  /// One request that is to be made.
  struct Turn: Hashable, Sendable {
    /// The unit's index in the configuration.
    var unit: Int
    /// When it is asked.
    var at: Moment
    /// How long its reply may take, in real time.
    var patience: Span
  }

  /// A unit that failed so often running is lost; until then it keeps its beat.
  static let failuresUntilLost = UnitWatch.failuresUntilTold
  /// A busy unit is asked again after this long at the latest.
  static let busyRetry = Span.seconds(1)
  /// Every so manieth try of a lost unit is given its whole time-out: about one in a minute.
  private static let wholeTry = 12
  /// Time-outs are to be three times a device's worst latency, so a third must do for a short try.
  private static let shortTry = 3
  /// Kept free before the next beat, in real milliseconds.
  private static let reserve = Span.milliseconds(20)

  private struct Unit: Hashable {
    var every: Span
    var timeout: Span
    var settle: Span
    var due: Moment
    var backOff = BackOff()

    var failures: Int { backOff.failures }
    var isLost: Bool { failures >= PollPlan.failuresUntilLost }
    /// Its next try may not be cut short.
    var isWholeTry: Bool { failures > 0 && failures % PollPlan.wholeTry == 0 }
    var shortest: Span { .milliseconds(timeout.milliseconds / Int64(PollPlan.shortTry)) }
  }

  private let start: Moment
  private let speed: Double
  /// A failure on a serial line is followed by twice its time of quiet.
  private let isSerial: Bool
  private var units: [Unit]
  private var generator = SystemRandomNumberGenerator()
  /// Requests running that nobody on the link answered.
  private var silence = 0
  /// When a lost unit was last tried although no time was free.
  private var forcedAt: Moment?

  /// Every unit at once, in the order of the configuration, which must not be empty.
  init(_ plan: LinkPlan, from now: Moment, speed: Double = 1) {
    precondition(!plan.units.isEmpty, "a link has at least one unit")
    start = now
    self.speed = speed
    isSerial = plan.address.isSerial
    units = plan.units.map {
      Unit(every: $0.every, timeout: $0.timeout, settle: $0.manners.settle, due: now)
    }
  }

  /// Whether the unit's last request failed.
  func hasFailed(_ unit: Int) -> Bool { units[unit].failures > 0 }

  /// The request that comes next.
  func next(at now: Moment) -> Turn {
    let beating = units.indices.filter { !units[$0].isLost }
    let lost = units.indices.filter { units[$0].isLost }.sorted { units[$0].due < units[$1].due }
    let beat = beating.min {
      (units[$0].due, units[$0].failures) < (units[$1].due, units[$1].failures)
    }
    guard let beat else {
      let unit = lost[0]
      return Turn(unit: unit, at: max(units[unit].due, now), patience: patience(with: unit))
    }
    for unit in lost {
      if let turn = turn(of: unit, before: units[beat].due, at: now) { return turn }
    }
    return Turn(unit: beat, at: units[beat].due, patience: patience(with: beat))
  }

  /// While nobody on the link answers, its many units must not wait for each other for long.
  private func patience(with unit: Int) -> Span {
    let isSilent = units.count > 1 && silence >= Self.failuresUntilLost
    return isSilent && !units[unit].isWholeTry ? units[unit].shortest : units[unit].timeout
  }

  /// A try of a lost unit in the time that is free; nil: there is too little.
  private func turn(of unit: Int, before beat: Moment, at now: Moment) -> Turn? {
    let lost = units[unit]
    let at = max(lost.due, now)
    let free = Double((beat - at).milliseconds) / speed - Double(Self.reserve.milliseconds)
    let room = (free - Double(lost.settle.milliseconds)) / (isSerial ? 3 : 1)
    let least = lost.isWholeTry ? lost.timeout : lost.shortest
    if room >= Double(least.milliseconds) {
      return Turn(unit: unit, at: at, patience: min(lost.timeout, .milliseconds(Int64(room))))
    }
    let wasForced = forcedAt.map { now - $0 < BackOff.longest } ?? false
    guard now - lost.due >= BackOff.longest, !wasForced else { return nil }
    return Turn(unit: unit, at: at, patience: lost.timeout)
  }

  /// The unit answered: it is asked again on the beat; beats that were missed are left out.
  mutating func answered(_ unit: Int, at now: Moment) {
    silence = 0
    units[unit].backOff.answered()
    units[unit].due = nextBeat(of: unit, after: now)
  }

  /// The unit is busy: it is asked again on the beat, or soon if that is far away.
  mutating func busy(_ unit: Int, at now: Moment) {
    answered(unit, at: now)
    units[unit].due = min(units[unit].due, now + Self.busyRetry)
  }

  /// The unit did not answer as it should: it is asked again after a while, longer each time.
  mutating func failed(_ unit: Int, wasSilent: Bool, at now: Moment) {
    silence = wasSilent ? silence + 1 : 0
    if units[unit].isLost, now - units[unit].due >= BackOff.longest { forcedAt = now }
    units[unit].due = now + units[unit].backOff.failed(by: &generator)
  }

  /// There is no connection to any unit.
  mutating func notConnected(at now: Moment) {
    var wait = BackOff.longest
    for unit in units.indices { wait = min(wait, units[unit].backOff.failed(by: &generator)) }
    for unit in units.indices { units[unit].due = now + wait }
  }

  private func nextBeat(of unit: Int, after now: Moment) -> Moment {
    let every = units[unit].every.milliseconds
    let beats = max(0, (now - start).milliseconds) / every + 1
    return start + .milliseconds(beats * every)
  }
}
