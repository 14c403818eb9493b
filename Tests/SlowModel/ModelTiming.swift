import InfusionCore

/// What the clocks of a session raise; each ends when its predicate is false.
extension ModelBed {
  func timingFinding(_ condition: ModelCondition, at time: Int) -> ModelFinding? {
    guard let session = watch.session else { return nil }
    let minute = 60_000
    switch condition {
    case .infusionEnding, .infusionComplete, .infusionOverrun:
      return infusionFinding(condition, session, at: time)
    case .infusionHeld:
      guard session.phase == .held, time - session.phaseSince >= 5 * minute else { return nil }
      let isLong = time - session.phaseSince >= 15 * minute
      return ModelFinding(present: isLong ? [0, 1] : [0], priorities: [.low, .medium])
    case .recoveryComplete:
      guard session.phase.isAfterStop, let end = session.minimumEnds, time >= end else {
        return nil
      }
      return .plain(.information)
    case .sessionForgotten:
      let since = time - max(session.lastActAt, session.phaseSince)
      let isForgotten =
        (session.phase == .ready && since >= 30 * minute)
        || (session.phase == .preparing && since >= 90 * minute)
      return isForgotten ? .plain(.low) : nil
    case .entryDue:
      guard let oxygen = session.oxygen, oxygen.isGiven else { return nil }
      let entered = [session.latest(\.moaas)?.at, session.latest(\.breathingRate)?.at]
      let oldest = entered.map { max($0 ?? oxygen.since, oxygen.since) }.min() ?? oxygen.since
      return time - oldest >= 10 * minute ? .plain(.low) : nil
    case .recheckDue:
      guard let unhooked = session.unhookedAt, time - unhooked >= 20 * minute else { return nil }
      return .plain(.low)
    case .nibpSlot: return isSlotMissing(session, at: time) ? .plain(.medium) : nil
    default: return nil
    }
  }

  /// On the drug clock, while infusing.
  private func infusionFinding(
    _ condition: ModelCondition, _ session: ModelSession, at time: Int
  ) -> ModelFinding? {
    guard session.phase == .infusing, let run = session.drugRun(at: time),
      let minutes = session.planned
    else { return nil }
    let planned = minutes * 60_000
    switch condition {
    case .infusionEnding:
      return run >= planned - 300_000 && run < planned ? .plain(.information) : nil
    case .infusionComplete: return run >= planned ? .plain(.low) : nil
    default: return run >= planned + max(300_000, planned / 10) ? .plain(.medium) : nil
    }
  }

  /// A mandatory reading that nobody took within 6 min of its time, nor since.
  private func isSlotMissing(_ session: ModelSession, at time: Int) -> Bool {
    slots(session, at: time).contains { slot in
      time >= slot.time + 360_000 && !watch.results.contains { $0.time >= slot.time - slot.before }
    }
  }

  /// The mandatory readings so far, and how long before its time each may be taken.
  private func slots(_ session: ModelSession, at time: Int) -> [(time: Int, before: Int)] {
    guard let started = session.startedAt else { return [] }
    var slots = [(time: started, before: 900_000)]
    for minutes in session.rules.slotsAt {
      if let reached = session.reached(minutes * 60_000, at: time) {
        slots.append((time: reached, before: 360_000))
      }
    }
    if let stopped = session.stoppedAt { slots.append((time: stopped, before: 360_000)) }
    if session.phase.isAfterStop, let end = session.minimumEnds, time >= end {
      slots.append((time: end, before: 900_000))
    }
    return slots
  }
}

extension ModelSession {
  /// The end of the minimum since the actual stop, or the first dose; drugs start it again.
  var minimumEnds: Int? {
    guard let recoverySince else { return nil }
    let drugs = entries.filter { entered in
      entered.at >= recoverySince
        && entered.entry.medication.map {
          [.sedative, .opioid, .antihypertensive].contains($0)
        } ?? false
    }
    let since = max(recoverySince, drugs.map(\.at).max() ?? recoverySince)
    let minutes = hasEscort ? rules.minimumWithEscort : rules.minimumAlone
    return since + minutes * 60_000
  }

  var hasEscort: Bool { escort != nil || latest(\.escort) != nil }

  /// When the drug clock, or the time since the first dose, reached a length; nil: not yet.
  func reached(_ length: Int, at time: Int) -> Int? {
    guard let startedAt else { return nil }
    guard rules.planned != nil else {
      return time - startedAt >= length ? startedAt + length : nil
    }
    let end = stoppedAt ?? time
    var moment = startedAt + length
    for hold in holds where hold.from < moment { moment += (hold.to ?? end) - hold.from }
    return moment <= end ? moment : nil
  }
}
