import Vitals

extension Bed {
  /// Settles one instant: delays that complete, readings that go stale, then at most one change
  /// for each condition. Returns the earliest moment at which something becomes due by itself.
  mutating func settle(
    at now: Moment, isGatewayLost: Bool, telling events: inout [Event]
  ) -> Moment? {
    for index in watch.continuous.indices {
      let vital = watch.continuous[index].rule.vital
      watch.continuous[index].settle(at: now, isUsable: watch[vital].isUsable(during: now))
    }
    watch.cuff.settle(at: now)
    watch.followUsable(at: now)
    settlePauses(at: now, telling: &events)
    // First of all that cannot be told: whether a lost link is high asks for it.
    watch.technical.pulseLost.settle(
      watch.expectedVitals(setup, at: now), delays: watch.rules.cannotTell.pulseLostDelays,
      at: now)
    var view = view(at: now)
    settleCannotTell(view, at: now, isGatewayLost: isGatewayLost)
    if settleSession(view, at: now, telling: &events) { view = self.view(at: now) }
    if settleAlerts(view, at: now, isGatewayLost: isGatewayLost, telling: &events) {
      view = self.view(at: now)
    }
    if let at = lastClosed?.at, now - at > Undoable.lasts { lastClosed = nil }
    return deadline(view, after: now)
  }

  private mutating func settleCannotTell(
    _ view: BedView, at now: Moment, isGatewayLost: Bool
  ) {
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

  /// True: an alert has changed.
  private mutating func settleAlerts(
    _ view: BedView, at now: Moment, isGatewayLost: Bool, telling events: inout [Event]
  ) -> Bool {
    var hasChanged = false
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
        hasChanged = true
      }
    }
    return hasChanged
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
}

extension Watch {
  /// What the nurse is told beside the number.
  func guidance(_ condition: Condition) -> Guidance {
    continuous.first { $0.rule.condition == condition }?.rule.guidance
      ?? cuff.detectors.first { $0.rule.condition == condition }?.rule.guidance
      ?? condition.guidance
  }
}
