import Vitals

/// What a link knows of its units and does next; the thread only carries it out.
struct LinkRound {
  private let units: [MonitoredUnit]
  private var polls: PollPlan
  private var watches: [UnitWatch]
  private var backOffs: [BackOff]
  private var generator = SystemRandomNumberGenerator()

  /// Every unit is due at once.
  init(_ plan: LinkPlan, from now: Moment) {
    units = plan.units
    polls = PollPlan(every: units.map(\.every), from: now)
    watches = units.map(UnitWatch.init)
    backOffs = units.map { _ in BackOff() }
  }

  /// The unit that is due next, and when.
  var next: (unit: Int, at: Moment) { polls.next }

  /// No connection: every unit on the link is out of reach.
  mutating func notConnected(_ reason: String, at now: Moment) -> [MonitorReport] {
    let wait = backOffs[polls.next.unit].failed(by: &generator)
    return units.indices.flatMap { unit in
      polls.failed(unit, at: now, wait: wait)
      return reports(watches[unit].took(.unreachable(reason), at: now), of: unit, at: now)
    }
  }

  /// One unit was polled.
  mutating func took(_ outcome: PollOutcome, of unit: Int, at now: Moment) -> [MonitorReport] {
    switch outcome {
    case .registers, .busy:
      backOffs[unit].answered()
      polls.answered(unit, at: now)
    case .refused, .unreachable, .garbled:
      polls.failed(unit, at: now, wait: backOffs[unit].failed(by: &generator))
    }
    return reports(watches[unit].took(outcome, at: now), of: unit, at: now)
  }

  private func reports(
    _ news: [MonitorReport.News], of unit: Int, at now: Moment
  ) -> [MonitorReport] {
    news.map {
      MonitorReport(monitor: units[unit].monitor, bed: units[unit].bed, at: now, news: $0)
    }
  }
}
