import Vitals

/// What the session's clocks raise. Each ends when its predicate is false.
struct TimingFindings: Sendable {
  let timetable: CuffTimetable

  private var session: Session { timetable.session }

  /// The finding of one timing condition; nil: it is not present.
  func finding(_ condition: Condition, at now: Moment) -> Finding? {
    switch condition {
    case .infusionEnding: infusionEnding(at: now)
    case .infusionComplete: infusionComplete(at: now)
    case .infusionOverrun: infusionOverrun(at: now)
    case .infusionHeld: infusionHeld(at: now)
    case .nibpSlot: nibpSlot(at: now)
    case .recoveryComplete: recoveryComplete(at: now)
    case .sessionForgotten: sessionForgotten(at: now)
    case .entryDue: entryDue(at: now)
    case .recheckDue: recheckDue(at: now)
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost, .airway, .away,
      .call, .emergency, .noSession, .sedated, .symptom, .gatewayLost, .linkFrozen, .linkGarbled,
      .linkIdentity, .linkLost, .nibpFailed, .nibpOverdue, .stationClock, .stationLedger,
      .stationOverloaded, .stationRestarted, .stationUnwatched:
      nil
    }
  }

  private func reached(
    _ moment: Moment?, _ priority: Priority, at now: Moment, level: Int = 0, detail: String? = nil
  ) -> Finding? {
    guard let moment, now >= moment else { return nil }
    return Finding(level: level, priority: priority, onset: moment, detail: detail)
  }

  private var plannedEnd: Moment? {
    guard session.phase == .infusing, let planned = session.planned else { return nil }
    return session.drugClock.moment(of: planned)
  }

  private var endingFrom: Moment? {
    guard session.phase == .infusing, let plan = session.rules.infusion,
      let planned = session.planned
    else { return nil }
    return session.drugClock.moment(of: max(.zero, planned - plan.endingBefore))
  }

  private var overrunFrom: Moment? {
    guard session.phase == .infusing, let plan = session.rules.infusion,
      let planned = session.planned
    else { return nil }
    let percent = Double(planned.milliseconds) * plan.overrunPercent / 100
    let past = max(plan.overrunAfter, .milliseconds(Int64(percent.rounded())))
    return session.drugClock.moment(of: planned + past)
  }

  private func infusionEnding(at now: Moment) -> Finding? {
    guard let plannedEnd, now < plannedEnd else { return nil }
    return reached(endingFrom, .information, at: now)
  }

  private func infusionComplete(at now: Moment) -> Finding? {
    reached(plannedEnd, .low, at: now)
  }

  private func infusionOverrun(at now: Moment) -> Finding? {
    reached(overrunFrom, .medium, at: now)
  }

  private func infusionHeld(at now: Moment) -> Finding? {
    guard session.phase == .held, let plan = session.rules.infusion else { return nil }
    return reached(session.phaseSince + plan.heldMedium, .medium, at: now, level: 1)
      ?? reached(session.phaseSince + plan.heldLow, .low, at: now)
  }

  private func nibpSlot(at now: Moment) -> Finding? {
    timetable.missedSlot(at: now).map {
      Finding(level: 0, priority: .medium, onset: $0.at, detail: $0.name)
    }
  }

  private func recoveryComplete(at now: Moment) -> Finding? {
    guard session.phase.isAfterStop,
      let ends = RecoveryClock(session: session).minimumEnds, now >= ends
    else { return nil }
    let missing = Readiness(
      session, results: timetable.results, at: now, staysMet: session.isUnhooked(at: now)
    ).missing
    return reached(
      ends, .information, at: now,
      detail: missing.isEmpty ? nil : missing.joined(separator: ", "))
  }

  private var forgottenFrom: Moment? {
    let since = max(session.lastActAt, session.phaseSince)
    return switch session.phase {
    case .preparing: since + session.rules.recovery.forgottenPreparing
    case .ready: since + session.rules.recovery.forgottenReady
    case .infusing, .held, .recovering, .closed: nil
    }
  }

  private func sessionForgotten(at now: Moment) -> Finding? {
    reached(forgottenFrom, .low, at: now)
  }

  private var entryDueFrom: Moment? {
    guard let since = session.entries.oxygenSince else { return nil }
    let entered = [
      session.entries.latest(\.moaas)?.at, session.entries.latest(\.breathingRate)?.at,
    ]
    let oldest = entered.map { max($0 ?? since, since) }.min() ?? since
    return oldest + session.rules.recovery.entryDueOnOxygen
  }

  private func entryDue(at now: Moment) -> Finding? { reached(entryDueFrom, .low, at: now) }

  private func recheckDue(at now: Moment) -> Finding? {
    reached(
      session.unhookedAt.map { $0 + session.rules.readiness.unhookFor }, .low, at: now)
  }

  func deadline(_ deadline: inout Deadline) {
    deadline.consider(endingFrom)
    deadline.consider(plannedEnd)
    deadline.consider(overrunFrom)
    if session.phase == .held, let plan = session.rules.infusion {
      deadline.consider(session.phaseSince + plan.heldLow)
      deadline.consider(session.phaseSince + plan.heldMedium)
    }
    deadline.consider(forgottenFrom)
    deadline.consider(entryDueFrom)
    timetable.deadline(&deadline)
  }
}
