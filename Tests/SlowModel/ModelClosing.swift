import InfusionCore

/// How a session ends, and what can be taken back.
extension ModelBed {
  func discharge(
    _ authorisation: Verb.Authorisation?, at time: Int
  ) -> ModelAnswer {
    guard let session = watch.session, session.phase.isAfterStop else { return .refused }
    guard authorisation != nil || isReady(at: time) else { return .refused }
    let undoable = ModelSession.Undoable(
      verb: "discharge", at: time, from: session.phase, since: session.phaseSince)
    return close(undoable, at: time)
  }

  /// All pauses and alerts of the session end with it.
  func close(_ undoable: ModelSession.Undoable? = nil, at time: Int) -> ModelAnswer {
    watch.session?.undoable = undoable
    var events = endPauses(at: time)
    events += finishAlerts(at: time)
    events += change(to: .closed, at: time)
    lastClosed = (watch, time)
    beginOutside()
    return .accepted(events)
  }

  func finishAlerts(at time: Int) -> [ModelEvent] {
    var events: [ModelEvent] = []
    for index in watch.lives.indices {
      if let closed = watch.lives[index].finish(at: time) { events.append(named(closed)) }
    }
    return events
  }

  /// The vitals criteria hold; the patient gets up.
  func unhook(at time: Int) -> ModelAnswer {
    guard let session = watch.session, session.phase.isAfterStop, doVitalsHold(at: time) else {
      return .refused
    }
    watch.session?.unhookedAt = time
    return .accepted([event("patient.unhooked", at: time)])
  }

  /// Takes back a mistaken start, stop or discharge of the last 60 s.
  func undo(at time: Int) -> ModelAnswer {
    guard let undoable = watch.session?.undoable ?? lastClosed?.watch.session?.undoable,
      time - undoable.at <= 60_000
    else { return .refused }
    var events: [ModelEvent] = []
    switch undoable.verb {
    case "start":
      watch.session?.startedAt = nil
      watch.session?.unhookedAt = nil
      watch.session?.planned = watch.rules.planned
      watch.session?.holds = []
    case "stop":
      watch.session?.stoppedAt = nil
      watch.session?.unhookedAt = nil
    default:
      events += finishAlerts(at: time)
      if let closed = lastClosed { watch = closed.watch }
      lastClosed = nil
    }
    watch.session?.undoable = nil
    events.append(event("verb.undone", at: time, undoable.verb))
    events += change(to: undoable.from, at: time)
    watch.session?.phaseSince = undoable.since
    return .accepted(events)
  }
}
