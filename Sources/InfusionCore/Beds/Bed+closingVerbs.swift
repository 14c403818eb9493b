import Vitals

extension Bed {
  mutating func discharge(
    _ authorisation: Verb.Authorisation?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: [.recovering, .ready], for: "discharge")
    let missing = readiness(at: context.now)?.missing ?? []
    guard missing.isEmpty || authorisation != nil else {
      throw Refusal(
        .blocked, "discharge: missing \(missing.joined(separator: ", "))",
        remedy: "wait, or give authorised_by= and reason=")
    }
    let undoable = Undoable(
      kind: .discharge, at: context.now, from: session.phase, since: session.phaseSince)
    let until = context.now + session.rules.recovery.noDrivingFor
    close(
      context,
      facts: [
        Fact("no_driving_until", .moment(until)),
        missing.isEmpty ? nil : Fact("overridden", .texts(missing)),
        .text("authorised_by", authorisation?.authorisedBy),
        .text("reason", authorisation?.reason),
      ], undoable: undoable, telling: &events)
    return [Fact("no_driving_until", .moment(until))]
  }

  mutating func cancel(
    _ reason: String?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(in: [.preparing], for: "cancel")
    close(context, facts: [.text("reason", reason)], telling: &events)
    return []
  }

  mutating func transfer(
    to place: String?, _ reason: String?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(
      in: [.preparing, .infusing, .held, .recovering, .ready], for: "transfer")
    close(
      context, facts: [.text("transferred_to", place), .text("reason", reason)],
      telling: &events)
    return []
  }

  /// - Parameter undoable: how the close is taken back; nil: it cannot be.
  private mutating func close(
    _ context: ActContext, facts: [Fact?], undoable: Undoable? = nil,
    telling events: inout [Event]
  ) {
    watch.session?.undoable = undoable
    endAudioPause("closed", at: context.now, telling: &events)
    endAlarmPause("closed", at: context.now, telling: &events)
    endAway("closed", at: context.now, telling: &events)
    finishAlerts(at: context.now, telling: &events)
    change(phase: .closed, at: context.now, by: context.by, facts: facts, telling: &events)
    lastClosed = ClosedWatch(watch: watch, at: context.now)
    let rules = context.protocols.first { $0.name == context.defaultProtocol }
    beginOutside(rules: rules ?? watch.rules)
  }

  /// Closes every alert of what ends here.
  mutating func finishAlerts(at now: Moment, telling events: inout [Event]) {
    for index in watch.alerts.indices {
      let condition = watch.alerts[index].condition
      guard let change = watch.alerts[index].finish(at: now) else { continue }
      events.append(alertEvent(change, condition, at: now))
    }
  }

  mutating func unhook(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: [.recovering, .ready], for: "unhook")
    let measured = Readiness(
      session, results: watch.cuff.results, at: context.now, staysMet: false)
    guard measured.vitalsHold else {
      throw Refusal(
        .conflict, "unhook: the vital signs do not hold",
        remedy: "wait for blood pressure and SpO2")
    }
    watch.session?.unhookedAt = context.now
    events.append(event(.patientUnhooked, at: context.now, [.text("by", context.by)]))
    return []
  }

  /// Takes back a mistaken start, stop or discharge.
  mutating func undo(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let undone = try undoable(at: context.now)
    let planned = watch.rules.infusion?.planned
    switch undone.kind {
    case .start:
      watch.session?.drugClock = DrugClock()
      watch.session?.isDrugClockUncertain = false
      watch.session?.startedAt = nil
      watch.session?.unhookedAt = nil
      watch.session?.overrides = []
      watch.session?.planned = planned
    case .stop:
      watch.session?.stoppedAt = nil
      watch.session?.unhookedAt = nil
      if undone.from == .infusing { watch.session?.drugClock.runOn() }
    case .discharge:
      finishAlerts(at: context.now, telling: &events)
      if let closed = lastClosed { watch = closed.watch }
      lastClosed = nil
    }
    watch.session?.undoable = nil
    events.append(
      event(
        .verbUndone, at: context.now,
        [Fact("verb", .text(undone.kind.rawValue)), .text("by", context.by)]))
    change(phase: undone.from, at: context.now, by: context.by, telling: &events)
    watch.session?.phaseSince = undone.since
    return []
  }

  func undoable(at now: Moment) throws(Refusal) -> Undoable {
    let candidate = watch.session?.undoable ?? lastClosed?.watch.session?.undoable
    guard let candidate, now - candidate.at <= Undoable.lasts else {
      throw Refusal(
        .conflict,
        "undo: only the last act can be taken back, for 60 s, if it was start, stop or discharge",
        remedy: "correct it by an entry or a note")
    }
    return candidate
  }

  mutating func handOver(
    from: String, to: String, _ context: ActContext, telling events: inout [Event]
  ) -> [Fact] {
    let open = watch.alerts.filter { $0.occurrence != nil }.map(\.condition.rawValue)
    let acknowledged = watch.alerts.filter { $0.occurrence?.acknowledgement != nil }
      .map(\.condition.rawValue)
    let limits = watch.session?.limits.map { "\($0.condition.rawValue) \($0.limit.words)" } ?? []
    let facts = [
      Fact("from", .text(from)), Fact("to", .text(to)), Fact("open", .texts(open)),
      Fact("acknowledged", .texts(acknowledged)), Fact("limits", .texts(limits)),
      Fact("overrides", .texts(watch.session?.overrides ?? [])),
      Fact("due", .texts(dueTasks(at: context.now))),
    ]
    events.append(event(.handoverDone, at: context.now, facts + [.text("by", context.by)]))
    return facts
  }

  /// What a nurse has to do next: what the clocks ask for, and what keeps the patient here.
  private func dueTasks(at now: Moment) -> [String] {
    let asked = watch.alerts.filter { alert in
      alert.isPresent && (alert.condition.kind == .timing || alert.condition == .nibpOverdue)
    }
    return asked.map(\.condition.rawValue) + (readiness(at: now)?.missing ?? [])
  }
}
