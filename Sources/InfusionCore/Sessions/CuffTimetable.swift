import Vitals

/// When the cuff is expected, what is overdue, and which mandatory readings are missing.
struct CuffTimetable: Hashable, Sendable {
  let session: Session
  let results: [CuffResult]
  /// A BP alert asks for closer measurements.
  let isPressureAlertPresent: Bool

  private var plan: CuffPlan { session.rules.cuffPlan }

  /// The interval that is asked for now; nil: none is.
  func interval(at now: Moment) -> Span? {
    guard let planned = plannedInterval(at: now) else { return nil }
    return isIntensified(at: now) ? min(planned, plan.intensified) : planned
  }

  private func plannedInterval(at now: Moment) -> Span? {
    switch session.phase {
    case .preparing, .closed: nil
    case .infusing: plan.infusing
    case .held: plan.held
    case .recovering, .ready:
      now < earlyUntil ?? now ? plan.recoveryEarly : plan.recoveryLate
    }
  }

  private var earlyUntil: Moment? { session.recoveryFrom.map { $0 + plan.recoveryEarlyFor } }

  private var drugUntil: Moment? {
    session.entries.lastGiven([.antihypertensive]).map { $0 + plan.intensifiedAfterDrug }
  }

  private func isIntensified(at now: Moment) -> Bool {
    isPressureAlertPresent || now < drugUntil ?? now
  }

  /// The interval in which the result after the last one is expected. An interval that was over
  /// before then counts no more; one that was not goes on, since only a result ends a wait.
  private func interval(at now: Moment, after last: Moment) -> Span? {
    let due = last + plan.recoveryEarly
    let planned: Span? =
      switch session.phase {
      case .preparing, .closed, .infusing, .held: plannedInterval(at: now)
      case .recovering, .ready: due <= earlyUntil ?? last ? plan.recoveryEarly : plan.recoveryLate
      }
    let isCloser =
      isPressureAlertPresent || (drugUntil.map { last + plan.intensified <= $0 } ?? false)
    return planned.map { isCloser ? min($0, plan.intensified) : $0 }
  }

  /// A steady cadence of the monitor's own that is slower than the plan: told once, then expected.
  private func ownCadence(_ interval: Span, slack: Span) -> Span? {
    guard !isPressureAlertPresent, results.count >= 3 else { return nil }
    let last = results.suffix(3).map(\.at)
    let gaps = [last[1] - last[0], last[2] - last[1]]
    let difference = Span.milliseconds(abs(gaps[0].milliseconds - gaps[1].milliseconds))
    guard difference <= Self.steadyWithin, min(gaps[0], gaps[1]) > interval + slack else {
      return nil
    }
    return max(gaps[0], gaps[1])
  }
  private static let steadyWithin = Span.seconds(60)

  /// Whether a result has come later than this since the start, which was told then.
  private func wasLate(after longest: Span, since started: Moment) -> Bool {
    zip(results, results.dropFirst()).contains { earlier, later in
      later.at - max(earlier.at, started) > longest
    }
  }

  /// The moments at which an overdue result is low, then medium.
  func overdue(at now: Moment) -> (low: Moment, medium: Moment)? {
    guard let started = session.startedAt else { return nil }
    let last = max(results.last?.at ?? started, started)
    guard let interval = interval(at: now, after: last) else { return nil }
    let isRecovery = session.phase.isAfterStop
    let low = isRecovery ? plan.overdueLowRecovery : plan.overdueLow
    let medium = isRecovery ? plan.overdueMediumRecovery : plan.overdueMedium
    guard let own = ownCadence(interval, slack: low) else {
      return (last + interval + low, last + interval + medium)
    }
    let isTold = wasLate(after: interval + low, since: started)
    return (last + (isTold ? own : interval) + low, last + own + medium)
  }

  /// The mandatory readings whose time is known, each with the span before it that still serves.
  private var slots: [(name: String, at: Moment, before: Span)] {
    guard session.phase.isUnderWay, let started = session.startedAt else { return [] }
    var slots = [("before the start", started, session.rules.preStart.cuffAge)]
    for time in plan.slotsAt {
      let reached =
        session.rules.infusion == nil ? started + time : session.drugClock.moment(of: time)
      if let reached { slots.append(("at \(time.words)", reached, plan.slotWindow)) }
    }
    let leaving = RecoveryClock(session: session).minimumEnds
    if session.rules.infusion != nil, let stopped = session.stoppedAt {
      slots.append(("at the end", stopped, plan.slotWindow))
    }
    if let leaving { slots.append(("before leaving", leaving, session.rules.readiness.cuffAge)) }
    return slots
  }

  /// The first mandatory reading that has not been taken within the window of its time.
  func missedSlot(at now: Moment) -> (name: String, at: Moment)? {
    slots.first { slot in
      now >= slot.at + plan.slotWindow && !results.contains { $0.at >= slot.at - slot.before }
    }.map { ($0.name, $0.at) }
  }

  func deadline(_ deadline: inout Deadline) {
    deadline.consider(earlyUntil)
    deadline.consider(drugUntil)
    if let overdue = overdue(at: deadline.now) {
      deadline.consider(overdue.low)
      deadline.consider(overdue.medium)
    }
    for slot in slots { deadline.consider(slot.at + plan.slotWindow) }
  }
}
