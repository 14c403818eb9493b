import Vitals

extension Bed {
  mutating func admit(
    _ admission: Verb.Admission, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    if let session = watch.session {
      throw Refusal(
        .conflict, "admit: bed \(name) is \(session.phase.rawValue)",
        remedy: "discharge, transfer or cancel its session first")
    }
    let name = admission.protocolName ?? context.defaultProtocol
    guard let rules = context.protocols.first(where: { $0.name == name }) else {
      throw Refusal(
        .argument, "admit: there is no protocol \(name)",
        remedy: "use \(context.protocols.map(\.name).joined(separator: ", "))")
    }
    finishAlerts(at: context.now, telling: &events)
    // The station has given it an id of its own.
    let id = admission.session ?? self.name
    let before = watch
    watch = Watch(scope: .session, idPrefix: id, rules: rules)
    watch.session = Session(
      id: id, admission: admission, rules: rules, at: context.now, by: context.by)
    lastClosed = nil
    carry(from: before, at: context.now)
    events.append(
      event(
        .sessionAdmitted, at: context.now,
        [
          Fact("protocol", .text(rules.name)),
          admission.flags.isEmpty
            ? nil : Fact("flags", .texts(admission.flags.map(\.rawValue))),
          .text("by", context.by),
        ]))
    return [Fact("session", .text(id))]
  }

  /// What stands at the admission is judged as the session's first readings: a patient whose
  /// pressure was seen a moment ago is not unseen because the session is new.
  private mutating func carry(from before: Watch, at now: Moment) {
    for vital in VitalSign.continuous {
      guard before[vital].isUsable(during: now) else { continue }
      let source = setup.monitors.first { $0.vitals.contains(vital) }
      watch.carry(before[vital], every: source?.every, at: now)
    }
    guard let kept = before.cuff.kept, now - kept.at <= watch.rules.preStart.cuffAge else {
      return
    }
    let parts = VitalSign.cuff.compactMap { vital in
      kept[vital].map { Reading(vital, .value($0), measuredAt: kept.at) }
    }
    watch.receive(parts, every: nil, isUntrusted: false, isManual: false, at: now)
  }

  mutating func setBaseline(
    _ given: Verb.Baseline?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(
      in: [.preparing, .infusing, .held, .recovering, .ready], for: "baseline")
    let baseline: CuffResult
    if let given {
      baseline = CuffResult(at: context.now, sbp: given.sbp, dbp: given.dbp, map: given.map)
      guard baseline.isPlausible else {
        throw Refusal(
          .argument, "baseline: \(given.sbp.words)/\(given.dbp.words) cannot be a blood pressure",
          remedy: "give bp=SYSTOLIC/DIASTOLIC in mmHg")
      }
    } else if let measured = session.measuredBaseline(
      watch.cuff.results, before: session.startedAt ?? context.now)
    {
      baseline = measured
    } else {
      throw Refusal(
        .conflict, "baseline: fewer than two results at least 60 s apart from admit to start",
        remedy: "measure again, or give bp=SYSTOLIC/DIASTOLIC")
    }
    confirm(baseline, context, telling: &events)
    return []
  }

  private mutating func confirm(
    _ baseline: CuffResult, _ context: ActContext, telling events: inout [Event]
  ) {
    var saturation = watch.session?.saturationBaseline
    if watch.session?.startedAt == nil {
      saturation = watch.session?.saturation.median(
        at: context.now, over: watch.rules.readiness.spo2Median)
    }
    watch.session?.baseline = baseline
    watch.session?.saturationBaseline = saturation
    watch.applyLimits(at: context.now)
    events.append(
      event(
        .baselineSet, at: context.now,
        [
          .number("sbp", baseline.sbp), .number("dbp", baseline.dbp),
          .number("map", baseline.map), .number("spo2", saturation),
          .text("by", context.by),
        ]))
  }

  mutating func start(
    _ start: Verb.Start, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: [.preparing], for: "start")
    let at = try context.moment(start.at, after: session.admittedAt)
    let planned = try plannedLength(start, session)
    let ownCuff = watch.cuff.kept.flatMap { $0.at >= session.admittedAt ? $0 : nil }
    let check = PreStartCheck(
      session.rules.preStart, cuff: ownCuff, hr: watch.hr, spo2: watch.spo2,
      at: context.now)
    try refuse(check, start)
    if session.baseline == nil,
      let measured = session.measuredBaseline(watch.cuff.results, before: at)
    {
      confirm(measured, context, telling: &events)
    }
    watch.session?.planned = planned
    watch.session?.startedAt = at
    watch.session?.undoable = Undoable(
      kind: .start, at: context.now, from: .preparing, since: session.phaseSince)
    let hasInfusion = session.rules.infusion != nil
    if hasInfusion { watch.session?.drugClock.run(from: at) }
    watch.session?.overrides = check.blocked
    let overridden = check.blocked.isEmpty ? nil : Fact("overridden", .texts(check.blocked))
    change(
      phase: hasInfusion ? .infusing : .recovering, at: context.now, by: context.by,
      facts: [
        .number("minutes", planned.map { $0.seconds / 60 }),
        start.at == nil ? nil : Fact("at", .moment(at)), overridden,
        .text("authorised_by", start.authorisedBy), .text("reason", start.reason),
      ], telling: &events)
    return check.cautions.isEmpty ? [] : [Fact("caution", .texts(check.cautions))]
  }

  private func plannedLength(
    _ start: Verb.Start, _ session: Session
  ) throws(Refusal) -> Span? {
    guard let minutes = start.minutes else { return session.planned }
    guard let plan = session.rules.infusion else {
      throw Refusal(
        .argument, "start: protocol \(session.rules.name) has no infusion",
        remedy: "leave minutes= out")
    }
    let planned = Span.minutes(Int64(minutes))
    guard plan.withReason.contains(planned) else {
      let range = plan.withReason
      throw Refusal(
        .argument, "start: minutes=\(minutes) is out of range",
        remedy: "use \(range.lowerBound.words) to \(range.upperBound.words)")
    }
    guard plan.usual.contains(planned) || start.reason != nil else {
      let range = plan.usual
      let usual = "\(range.lowerBound.words) to \(range.upperBound.words)"
      throw Refusal(
        .argument, "start: minutes=\(minutes) is outside \(usual)",
        remedy: "give a reason=")
    }
    return planned
  }

  private func refuse(_ check: PreStartCheck, _ start: Verb.Start) throws(Refusal) {
    guard check.never.isEmpty else {
      throw Refusal(
        .blocked, "start: \(check.never.joined(separator: ", ")) blocks always",
        remedy: "treat and measure again")
    }
    guard check.blocked.isEmpty || (start.authorisedBy != nil && start.reason != nil) else {
      throw Refusal(
        .blocked, "start: \(check.blocked.joined(separator: ", "))",
        remedy: "measure again, or give authorised_by= and reason=")
    }
  }

  mutating func hold(
    _ reason: String?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(in: [.infusing], for: "hold")
    watch.session?.drugClock.stand(at: context.now)
    watch.session?.undoable = nil
    change(
      phase: .held, at: context.now, by: context.by, facts: [.text("reason", reason)],
      telling: &events)
    return []
  }

  mutating func resume(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(in: [.held], for: "continue")
    watch.session?.drugClock.run(from: context.now)
    change(phase: .infusing, at: context.now, by: context.by, telling: &events)
    return []
  }

  mutating func stop(
    _ reason: String?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: [.infusing, .held], for: "stop")
    watch.session?.drugClock.stand(at: context.now)
    watch.session?.stoppedAt = context.now
    watch.session?.undoable = Undoable(
      kind: .stop, at: context.now, from: session.phase, since: session.phaseSince)
    change(
      phase: .recovering, at: context.now, by: context.by, facts: [.text("reason", reason)],
      telling: &events)
    return []
  }
}
