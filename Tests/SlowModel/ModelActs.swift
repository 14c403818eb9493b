import InfusionCore
import Vitals

/// Whether a nurse's verb is done, and what it tells at once.
enum ModelAnswer {
  case accepted([ModelEvent])
  case refused

  static let accepted = ModelAnswer.accepted([])
}

/// What a nurse's verb does on one bed, and in which phases.
extension ModelBed {
  func act(_ verb: Verb, at time: Int) -> ModelAnswer {
    guard watch.scope != .bareVitals else { return .refused }
    let done = perform(verb, at: time)
    if case .refused = done { return done }
    watch.session?.lastActAt = time
    return done
  }

  private func perform(_ verb: Verb, at time: Int) -> ModelAnswer {
    switch verb {
    case .admit(let admission): return admit(admission, at: time)
    case .baseline(let given): return setBaseline(given, at: time)
    case .start(let start): return self.start(start, at: time)
    case .hold:
      guard watch.session?.phase == .infusing else { return .refused }
      watch.session?.holds.append((from: time, to: nil))
      watch.session?.undoable = nil
      return .accepted(change(to: .held, at: time))
    case .resume:
      guard let session = watch.session, session.phase == .held else { return .refused }
      watch.session?.holds[session.holds.count - 1].to = time
      return .accepted(change(to: .infusing, at: time))
    case .stop: return stop(at: time)
    case .discharge(let authorisation):
      return discharge(authorisation, at: time)
    case .cancel: return watch.session?.phase == .preparing ? close(at: time) : .refused
    case .transfer: return watch.session != nil ? close(at: time) : .refused
    case .undo: return undo(at: time)
    case .entry(let entry): return enter(entry, at: time)
    case .correct(let id, let entry, _): return correct(id, to: entry, at: time)
    case .limit(let change): return setLimit(change, at: time)
    case .acknowledge(let alert): return acknowledge(alert, at: time)
    case .going(let alert): return go(alert, at: time)
    case .emergency:
      watch.emergencySince = watch.emergencySince ?? time
      return .accepted
    case .handover: return .accepted([event("handover.done", at: time)])
    case .audioPause(let span): return pauseAudio(span.map { Int($0.milliseconds) }, at: time)
    case .audioResume: return resumeAudio(at: time)
    case .alarmPause(let vital, let span, _):
      return pauseAlarm(vital, span.map { Int($0.milliseconds) }, at: time)
    case .alarmResume: return resumeAlarm(at: time)
    case .away: return leave(at: time)
    case .back: return comeBack(at: time)
    case .unhook: return unhook(at: time)
    case .move, .rebind, .startOfDay, .endOfDay: return .refused
    }
  }

  func event(_ name: String, at time: Int, _ detail: String = "") -> ModelEvent {
    ModelEvent(time: time, bed: self.name, name: name, detail: detail)
  }

  /// Moves the session to another phase and tells it; nobody is away from a drip that runs.
  func change(to phase: ModelSession.Phase, at time: Int) -> [ModelEvent] {
    let from = watch.session?.phase ?? .closed
    watch.session?.phase = phase
    watch.session?.phaseSince = time
    watch.session?.lostReadinessAt = nil
    let told = event("phase.changed", at: time, "\(from.rawValue) to \(phase.rawValue)")
    return [told] + (phase == .infusing ? endAway(at: time) : [])
  }

  // Beginning

  private func admit(_ admission: Verb.Admission, at time: Int) -> ModelAnswer {
    let name = admission.protocolName ?? station.defaultProtocol
    guard watch.session == nil, station.protocols.contains(name),
      let rules = ModelRules.named(name)
    else { return .refused }
    var events = finishAlerts(at: time)
    let before = watch
    beginSession(admission.session, rules: rules)
    watch.session = ModelSession(rules: rules, at: time, escort: admission.escort)
    lastClosed = nil
    carry(from: before, at: time)
    events.append(event("session.admitted", at: time, name))
    return .accepted(events)
  }

  /// What stands at the admission is judged as the session's first readings.
  private func carry(from before: ModelWatch, at time: Int) {
    for history in [before.heart, before.oxygen] {
      guard let latest = history.readings.last, let value = latest.usable(as: history.vital),
        history.isUsableForDelays(at: time)
      else { continue }
      let every = monitor(of: history.vital).map { Int($0.every.milliseconds) }
      watch.carry(history.vital, value, of: latest.time, every: every, at: time)
    }
    guard let kept = before.kept, time - kept.time <= 15 * 60_000 else { return }
    watch.receive(
      kept.parts.map {
        Reading($0.key, .value($0.value), measuredAt: Moment(milliseconds: Int64(kept.time)))
      }, every: nil, isUntrusted: false, isManual: false, at: time)
  }

  private func setBaseline(_ given: Verb.Baseline?, at time: Int) -> ModelAnswer {
    guard let session = watch.session else { return .refused }
    var baseline = session.measuredBaseline(watch.results, before: time)
    if let given {
      var parts: [VitalSign: Double] = [.sbp: given.sbp, .dbp: given.dbp]
      parts[.map] = given.map
      let whole = ModelCuffResult(time: time, parts: parts)
      guard whole.isPlausible else { return .refused }
      baseline = whole
    }
    guard let baseline else { return .refused }
    return .accepted([confirm(baseline, at: time)])
  }

  private func confirm(_ baseline: ModelCuffResult, at time: Int) -> ModelEvent {
    if watch.session?.startedAt == nil {
      watch.session?.saturationBaseline = saturationMedian(at: time)
    }
    watch.session?.baseline = baseline
    watch.applyLimits(at: time)
    let parts = VitalSign.cuff.compactMap { part in
      baseline.parts[part].map { "\(part.rawValue)=\($0)" }
    }
    return event("baseline.set", at: time, parts.joined(separator: " "))
  }

  private func start(_ start: Verb.Start, at time: Int) -> ModelAnswer {
    guard let session = watch.session, session.phase == .preparing,
      let told = station.moment(start.at, at: time), session.admittedAt - told < 60_000,
      let planned = planned(start, session), mayStart(start, session, at: time)
    else { return .refused }
    var events: [ModelEvent] = []
    let at = max(told, session.admittedAt)
    if session.baseline == nil,
      let measured = session.measuredBaseline(watch.results, before: at)
    {
      events.append(confirm(measured, at: time))
    }
    watch.session?.undoable = ModelSession.Undoable(
      verb: "start", at: time, from: .preparing, since: session.phaseSince)
    watch.session?.startedAt = at
    watch.session?.planned = planned == 0 ? nil : planned
    events += change(to: session.rules.planned == nil ? .recovering : .infusing, at: time)
    return .accepted(events)
  }

  /// Planned minutes, 0 where no infusion runs; nil: they are refused.
  private func planned(_ start: Verb.Start, _ session: ModelSession) -> Int? {
    guard let minutes = start.minutes else { return session.planned ?? 0 }
    guard session.rules.planned != nil, (10...360).contains(minutes) else { return nil }
    return (40...60).contains(minutes) || start.reason != nil ? minutes : nil
  }

  private func stop(at time: Int) -> ModelAnswer {
    guard let session = watch.session, session.phase == .infusing || session.phase == .held
    else { return .refused }
    watch.session?.stoppedAt = time
    watch.session?.undoable = ModelSession.Undoable(
      verb: "stop", at: time, from: session.phase, since: session.phaseSince)
    return .accepted(change(to: .recovering, at: time))
  }
}
