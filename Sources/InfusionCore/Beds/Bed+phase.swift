import Vitals

extension Bed {
  /// What the session does by itself: ready when everything holds, back when it no longer does.
  /// True: what follows from the session has changed.
  mutating func settleSession(
    _ view: BedView, at now: Moment, telling events: inout [Event]
  ) -> Bool {
    guard let phase = watch.session?.phase else { return false }
    let isQuietChanged = settleQuiet(view, isAfterStop: phase.isAfterStop, at: now)
    guard phase.isAfterStop else { return isQuietChanged }
    let isUnhookedOver = settleUnhooked(at: now)
    return settlePhase(phase, at: now, telling: &events) || isQuietChanged || isUnhookedOver
  }

  private mutating func settleQuiet(_ view: BedView, isAfterStop: Bool, at now: Moment) -> Bool {
    var loudest: Priority?
    for index in watch.alerts.indices {
      let condition = watch.alerts[index].condition
      guard condition.kind == .physiological,
        let finding = watch.finding(condition, view, at: now)
      else { continue }
      loudest = max(loudest ?? finding.priority, finding.priority)
    }
    return watch.session?.quiet.settle(loudest: loudest, isAfterStop: isAfterStop, at: now)
      ?? false
  }

  private mutating func settlePhase(
    _ phase: Phase, at now: Moment, telling events: inout [Event]
  ) -> Bool {
    switch phase {
    case .recovering:
      guard isMinimumOver(at: now), readiness(at: now)?.isReady ?? false else { return false }
      change(phase: .ready, at: now, telling: &events)
      return true
    case .ready:
      guard let readiness = readiness(at: now), !readiness.isReady else {
        watch.session?.lostReadinessAt = nil
        return false
      }
      let since = watch.session?.lostReadinessAt ?? now
      watch.session?.lostReadinessAt = since
      guard now - since >= watch.rules.readiness.lostFor else { return false }
      let missing = Fact("missing", .texts(readiness.missing))
      change(phase: .recovering, at: now, facts: [missing], telling: &events)
      return true
    case .preparing, .infusing, .held, .closed: return false
    }
  }

  /// The cheapest criterion first: most seconds of a recovery are before its minimum.
  private func isMinimumOver(at now: Moment) -> Bool {
    watch.session.flatMap { RecoveryClock(session: $0).minimumEnds }.map { now >= $0 } ?? false
  }

  /// A recheck is due until the vitals criteria hold by fresh measurements.
  private mutating func settleUnhooked(at now: Moment) -> Bool {
    guard watch.session?.unhookedAt != nil, let session = watch.session,
      let unhooked = session.unhookedAt,
      now - unhooked >= session.rules.readiness.unhookFor,
      let last = watch.cuff.results.last, last.at > unhooked,
      Readiness(session, results: watch.cuff.results, at: now, staysMet: false).vitalsHold
    else { return false }
    watch.session?.unhookedAt = nil
    return true
  }

  /// Moves the session to another phase and tells it. Where the drip runs, the patient is there:
  /// an absence that went on would make information of what is technical.
  mutating func change(
    phase: Phase, at now: Moment, by: String? = nil, facts: [Fact?] = [],
    telling events: inout [Event]
  ) {
    guard let from = watch.session?.phase else { return }
    watch.session?.phase = phase
    watch.session?.phaseSince = now
    watch.session?.lostReadinessAt = nil
    events.append(
      event(
        .phaseChanged, at: now,
        [
          Fact("from", .text(from.rawValue)), Fact("to", .text(phase.rawValue)),
          .text("by", by),
        ] + facts))
    if phase == .infusing { endAway("phase", by: by, at: now, telling: &events) }
  }
}
