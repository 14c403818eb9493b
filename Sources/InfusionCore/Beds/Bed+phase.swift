import Vitals

extension Bed {
  /// What the session does by itself: ready when everything holds, back when it no longer does.
  mutating func settlePhase(at now: Moment, telling events: inout [Event]) {
    guard let session = watch.session else { return }
    let view = view(at: now)
    let loudest = watch.alerts.filter { $0.condition.kind == .physiological }
      .compactMap { watch.finding($0.condition, view, at: now)?.priority }.max()
    watch.session?.quiet.settle(
      loudest: loudest, isAfterStop: session.phase.isAfterStop, at: now)
    guard let readiness = readiness(at: now) else { return }
    settleUnhooked(at: now)
    switch session.phase {
    case .recovering:
      if readiness.isReady { change(phase: .ready, at: now, telling: &events) }
    case .ready:
      guard !readiness.isReady else {
        watch.session?.lostReadinessAt = nil
        return
      }
      let since = session.lostReadinessAt ?? now
      watch.session?.lostReadinessAt = since
      if now - since >= session.rules.readiness.lostFor {
        let missing = Fact("missing", .texts(readiness.missing))
        change(phase: .recovering, at: now, facts: [missing], telling: &events)
      }
    case .preparing, .infusing, .held, .closed: break
    }
  }

  /// A recheck is due until the vitals criteria hold by fresh measurements.
  private mutating func settleUnhooked(at now: Moment) {
    guard let session = watch.session, let unhooked = session.unhookedAt,
      now - unhooked >= session.rules.readiness.unhookFor,
      let last = watch.cuff.results.last, last.at > unhooked,
      Readiness(session, results: watch.cuff.results, at: now, staysMet: false).vitalsHold
    else { return }
    watch.session?.unhookedAt = nil
  }

  /// Moves the session to another phase and tells it.
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
  }
}
