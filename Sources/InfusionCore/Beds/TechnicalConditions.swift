import Vitals

/// The conditions of a bed's equipment that hold over time.
struct TechnicalConditions: Hashable, Codable, Sendable {
  var pulseLost = PulseLost()
  var signalLost = SignalLost()
  private var linkLost = HeldPredicate()
  private var linkGarbled = HeldPredicate()
  private var linkFrozen = HeldPredicate()
  private var linkIdentity = HeldPredicate()
  private var nibpFailed = HeldPredicate()
  private var nibpOverdue = HeldPredicate()
  private var noSession = HeldPredicate()
  private var unmoved = UnmovedValues()

  /// What the conditions see at the end of an instant.
  struct View: Sendable {
    let equipment: Equipment
    let rules: CannotTellRules
    let pauses: Pauses
    let isInSession: Bool
    let isPhysiologicalPresent: Bool
    /// An alert of HR, blood pressure or SpO2.
    let isVitalAlertPresent: Bool
    let hasHeartbeat: Bool
    let hr: ContinuousVital
    let spo2: ContinuousVital
    let cuff: Cuff
    let timetable: CuffTimetable?

    var linkDelays: [Span?] {
      guard isInSession else { return [rules.linkLostMedium] }
      return [rules.linkLostMedium, isPhysiologicalPresent ? rules.linkLostHigh : nil]
    }
    var linkPriorities: [Priority] { isInSession ? [.medium, .high] : [.information] }

    var isCuffFailed: Bool {
      cuff.isTooLow || cuff.failures >= 2 || (cuff.failures == 1 && isVitalAlertPresent)
    }
    func isAnyUsable(at now: Moment) -> Bool {
      hr.isUsable(after: now) || spo2.isUsable(after: now)
    }
  }

  mutating func settle(_ view: View, at now: Moment) {
    let monitors = view.equipment.monitors
    let holdsBed = view.pauses.holdsBed
    settle(
      \.linkLost, monitors.contains { $0.isDown }, delays: view.linkDelays, isHeld: holdsBed,
      at: now)
    settle(
      \.linkGarbled, monitors.contains { $0.isGarbled }, delays: [view.rules.linkGarbled],
      isHeld: holdsBed, at: now)
    settle(
      \.linkIdentity, monitors.contains { $0.foundIdentity != nil }, delays: [.zero],
      isHeld: holdsBed, at: now)
    settleFrozen(view, at: now)
    unmoved.settle(hr: view.hr, spo2: view.spo2, at: now)
    settle(
      \.nibpFailed, view.isCuffFailed, delays: [.zero], isHeld: view.pauses.holdsCuff, at: now)
    settleOverdue(view, at: now)
    noSession.settle(
      !view.isInSession && view.isAnyUsable(at: now), delays: [view.rules.noSession], at: now)
  }

  /// A held condition that is not present stays out; one that is present goes on.
  private mutating func settle(
    _ predicate: WritableKeyPath<Self, HeldPredicate>, _ holds: Bool, delays: [Span?],
    isHeld: Bool, at now: Moment
  ) {
    let isOut = isHeld && self[keyPath: predicate].level == nil
    self[keyPath: predicate].settle(holds && !isOut, delays: delays, at: now)
  }

  private mutating func settleFrozen(_ view: View, at now: Moment) {
    let isHeartbeatFrozen = view.equipment.monitors.contains { $0.isFrozen }
    let isUnmoved =
      !view.hasHeartbeat
      && unmoved.isUnmoved(
        hr: view.hr, spo2: view.spo2, for: view.rules.linkFrozenWithoutHeartbeat, at: now)
    settle(
      \.linkFrozen, isHeartbeatFrozen || isUnmoved,
      delays: [.zero, isHeartbeatFrozen ? .zero : nil], isHeld: view.pauses.holdsBed, at: now)
  }

  private mutating func settleOverdue(_ view: View, at now: Moment) {
    guard let overdue = view.timetable?.overdue(at: now) else {
      nibpOverdue.settle(false, delays: [], at: now)
      return
    }
    settle(
      \.nibpOverdue, now >= overdue.low, delays: [.zero, now >= overdue.medium ? .zero : nil],
      isHeld: view.pauses.holdsCuff, at: now)
  }

  /// An absence ended: what it held starts its delays afresh.
  mutating func restart() {
    signalLost.restart()
    for predicate in [
      \Self.linkLost, \.linkGarbled, \.linkFrozen, \.linkIdentity, \.nibpFailed, \.nibpOverdue,
    ] {
      self[keyPath: predicate] = HeldPredicate()
    }
  }

  /// The deepest present level of a technical condition other than signal.lost.
  func finding(_ condition: Condition, _ view: View) -> Finding? {
    switch condition {
    case .linkLost:
      finding(linkLost, view.linkPriorities, detail: downReason(view))
    case .linkGarbled: finding(linkGarbled, [.medium])
    case .linkIdentity:
      finding(
        linkIdentity, [.medium],
        detail: view.equipment.monitors.compactMap(\.foundIdentity).first)
    case .linkFrozen: finding(linkFrozen, [.low, .medium])
    case .nibpFailed: finding(nibpFailed, [.medium])
    case .nibpOverdue: finding(nibpOverdue, [.low, .medium])
    case .noSession: finding(noSession, [.low])
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost, .airway, .away,
      .call, .emergency, .sedated, .symptom, .entryDue, .gatewayLost, .infusionComplete,
      .infusionEnding, .infusionHeld, .infusionOverrun, .nibpSlot, .recheckDue,
      .recoveryComplete, .sessionForgotten, .stationClock, .stationLedger, .stationOverloaded,
      .stationRestarted, .stationUnwatched:
      nil
    }
  }

  private func downReason(_ view: View) -> String? {
    view.equipment.monitors.first { $0.isDown }.map { monitor in
      monitor.downReason.map { "\(monitor.name), \($0)" } ?? monitor.name
    }
  }

  private func finding(
    _ predicate: HeldPredicate, _ priorities: [Priority], detail: String? = nil
  ) -> Finding? {
    guard let level = predicate.level, let onset = predicate.onset else { return nil }
    let priority = level < priorities.count ? priorities[level] : .medium
    var finding = Finding(level: level, priority: priority, onset: onset, detail: detail)
    finding.holds = predicate.trueSince != nil
    return finding
  }

  func deadline(_ deadline: inout Deadline, _ view: View) {
    linkLost.deadline(&deadline, delays: view.linkDelays)
    linkGarbled.deadline(&deadline, delays: [view.rules.linkGarbled])
    for predicate in [linkIdentity, linkFrozen, nibpFailed, nibpOverdue] {
      predicate.deadline(&deadline, delays: [.zero])
    }
    noSession.deadline(&deadline, delays: [view.rules.noSession])
    if !view.hasHeartbeat {
      unmoved.deadline(&deadline, after: view.rules.linkFrozenWithoutHeartbeat)
    }
  }
}
