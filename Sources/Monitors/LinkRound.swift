import Vitals

/// What a link knows of its units and does next; the thread only carries it out.
struct LinkRound {
  private let units: [MonitoredUnit]
  private let isSerial: Bool
  private var polls: PollPlan
  private var watches: [UnitWatch]

  /// Every unit is due at once. The clock runs `speed` times faster than real time.
  init(_ plan: LinkPlan, from now: Moment, speed: Double = 1) {
    units = plan.units
    isSerial = plan.address.isSerial
    polls = PollPlan(plan, from: now, speed: speed)
    watches = units.map(UnitWatch.init)
  }

  /// The request that comes next.
  func next(at now: Moment) -> PollPlan.Turn { polls.next(at: now) }

  /// No connection: every unit on the link is out of reach, and all of them are told so at once.
  mutating func notConnected(_ reason: String, at now: Moment) -> [MonitorReport] {
    polls.notConnected(at: now)
    var news = units.indices.map { watches[$0].took(.unreachable(reason), at: now) }
    if news.joined().contains(.linkDown(reason: reason)) {
      for unit in units.indices { news[unit] += watches[unit].isLost(reason) }
    }
    return units.indices.flatMap { reports(news[$0], of: $0, at: now) }
  }

  /// One unit was polled.
  mutating func took(_ outcome: PollOutcome, of unit: Int, at now: Moment) -> [MonitorReport] {
    let outcome = judged(outcome, of: unit)
    switch outcome {
    case .registers, .doubtful: polls.answered(unit, at: now)
    case .busy: polls.busy(unit, at: now)
    case .unreachable: polls.failed(unit, wasSilent: true, at: now)
    case .refused, .garbled: polls.failed(unit, wasSilent: false, at: now)
    }
    return reports(watches[unit].took(outcome, at: now), of: unit, at: now)
  }

  /// A serial frame does not say which request it answers: the first answer after a failure may be
  /// a late one, and is not used.
  private func judged(_ outcome: PollOutcome, of unit: Int) -> PollOutcome {
    guard case .registers = outcome, isSerial, polls.hasFailed(unit) else { return outcome }
    return .doubtful
  }

  private func reports(
    _ news: [MonitorReport.News], of unit: Int, at now: Moment
  ) -> [MonitorReport] {
    news.map {
      MonitorReport(monitor: units[unit].monitor, bed: units[unit].bed, at: now, news: $0)
    }
  }
}
