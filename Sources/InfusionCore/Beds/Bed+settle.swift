import Vitals

extension Bed {
  /// Settles one instant: delays that complete, readings that go stale, then at most one change
  /// for each condition.
  mutating func settle(at now: Moment, isGatewayLost: Bool, telling events: inout [Event]) {
    for index in watch.continuous.indices {
      let vital = watch.continuous[index].rule.vital
      watch.continuous[index].settle(at: now, isUsable: watch[vital].isUsable(during: now))
    }
    watch.cuff.settle(at: now)
    watch.followUsable(at: now)
    settlePauses(at: now, telling: &events)
    settleCannotTell(at: now, isGatewayLost: isGatewayLost)
    settlePhase(at: now, telling: &events)
    settleAlerts(at: now, isGatewayLost: isGatewayLost, telling: &events)
    if let closed = lastClosed, now - closed.at > Undoable.lasts { lastClosed = nil }
  }

  private mutating func settleCannotTell(at now: Moment, isGatewayLost: Bool) {
    let view = view(at: now)
    watch.technical.pulseLost.settle(view.vitals, delays: view.pulseDelays, at: now)
    if watch.scope != .bareVitals { watch.technical.settle(view.technical, at: now) }
    let isTold = watch.alerts.indices.contains {
      watch.alerts[$0].condition == .signalLost && watch.alerts[$0].isPresent
    }
    let inhibitor = watch.inhibitor(
      of: .signalLost, isGatewayLost: isGatewayLost, probeArm: setup.probeArm, at: now
    ) { watch.finding($0, view, at: now) != nil }
    watch.technical.signalLost.settle(
      view.vitals, paused: watch.pauses.heldSignals, isVulnerable: view.isVulnerable,
      delays: view.signalDelays,
      telling: isTold ? .told : inhibitor == nil ? .untold : .inhibited, at: now)
  }

  private mutating func settleAlerts(
    at now: Moment, isGatewayLost: Bool, telling events: inout [Event]
  ) {
    let view = view(at: now)
    let findings = watch.alerts.indices.map {
      watch.finding(watch.alerts[$0].condition, view, at: now)
    }
    func isPresent(_ condition: Condition) -> Bool {
      watch.alerts.indices.contains {
        watch.alerts[$0].condition == condition && findings[$0] != nil
      }
    }
    for index in watch.alerts.indices {
      let condition = watch.alerts[index].condition
      guard findings[index] != nil || watch.alerts[index].isOpen else { continue }
      let inhibitor = watch.inhibitor(
        of: condition, isGatewayLost: isGatewayLost, probeArm: setup.probeArm, at: now,
        isPresent: isPresent)
      let surroundings = surroundings(condition, isInhibited: inhibitor != nil)
      let changes = watch.alerts[index].settle(findings[index], surroundings, at: now)
      for change in changes {
        uncover(change)
        events.append(alertEvent(change, condition, inhibitedBy: inhibitor, at: now))
      }
    }
  }

  /// An audio-pause covers only what was there when it was pressed, and did not get worse.
  private mutating func uncover(_ change: Alert.Change) {
    let worse: [EventName] = [.alertEscalated, .alertWorsened, .alertReturned, .alertRaised]
    guard worse.contains(change.name) else { return }
    watch.pauses.audio?.covers.removeAll { $0 == change.occurrence.id }
  }

  func surroundings(_ condition: Condition, isInhibited: Bool = false) -> Alert.Surroundings {
    let detector = watch.cuff.detectors.indices.first {
      watch.cuff.detectors[$0].condition == condition
    }
    return Alert.Surroundings(
      idPrefix: watch.session?.id ?? watch.idPrefix, isInhibited: isInhibited,
      values: AlertValues(
        hr: watch.hr.lastUsable, spo2: watch.spo2.lastUsable, sbp: watch.cuff.kept?.sbp,
        dbp: watch.cuff.kept?.dbp, map: watch.cuff.kept?.map),
      cuff: CuffNews(
        arrivedAt: watch.cuff.keptAt,
        violatedAt: detector.flatMap { watch.cuff.detectors[$0].violatedAt }))
  }

  /// The event of one change of an alert.
  func alertEvent(
    _ change: Alert.Change, _ condition: Condition, inhibitedBy: String? = nil, at now: Moment
  ) -> Event {
    var event = event(change.name, at: now)
    let occurrence = change.occurrence
    let finding = occurrence.finding
    event.alert = AlertFacts(
      id: occurrence.id, condition: condition,
      priority: change.presence == .latched ? .high : finding.priority,
      presence: change.presence, vital: finding.vital, value: finding.value,
      limit: finding.limit, side: finding.side, onset: finding.onset, delay: finding.delay,
      lost: finding.lost, detail: finding.detail, evaluable: finding.evaluable,
      inhibitedBy: inhibitedBy, by: change.by, step: change.step,
      guidance: watch.guidance(condition))
    if change.name == .alertClosed, occurrence.acknowledgement == nil, finding.priority == .medium {
      event.facts.append(Fact("while_you_were_away", .flag(true)))
    }
    return event
  }

  /// The earliest moment at which something becomes due although nothing happens.
  func deadline(after now: Moment) -> Moment? {
    var deadline = Deadline(after: now)
    for index in watch.continuous.indices { watch.continuous[index].deadline(&deadline) }
    watch.cuff.deadline(&deadline)
    deadline.consider(watch.hr.staleAt)
    deadline.consider(watch.spo2.staleAt)
    deadline.consider(watch.cuff.inflatingSince.map { $0 + Watch.inflatingMax })
    let view = view(at: now)
    watch.technical.pulseLost.deadline(&deadline, delays: view.pulseDelays)
    watch.technical.signalLost.deadline(
      &deadline, isVulnerable: view.isVulnerable, delays: view.signalDelays)
    for index in watch.alerts.indices where watch.alerts[index].isOpen {
      let cuff = surroundings(watch.alerts[index].condition).cuff
      watch.alerts[index].deadline(&deadline, cuff: cuff)
    }
    if watch.scope != .bareVitals {
      watch.technical.deadline(&deadline, view.technical)
      view.timing?.deadline(&deadline)
      if let session = watch.session, session.phase.isAfterStop {
        Readiness.deadline(&deadline, session, results: watch.cuff.results)
      }
      watch.pauses.deadline(&deadline)
      for vitals in [VitalSign.continuous, [.hr], [.spo2]] {
        deadline.consider(watch.usableSince(vitals).map { $0 + Pauses.backFor })
      }
    }
    return deadline.earliest
  }
}

extension Watch {
  /// What the nurse is told beside the number.
  func guidance(_ condition: Condition) -> Guidance {
    continuous.first { $0.rule.condition == condition }?.rule.guidance
      ?? cuff.detectors.first { $0.rule.condition == condition }?.rule.guidance
      ?? condition.guidance
  }
}
