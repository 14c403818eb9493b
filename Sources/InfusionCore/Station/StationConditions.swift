import Vitals

/// The station's own conditions, and the gateways that several beds share.
struct StationConditions: Hashable, Codable, Sendable {
  private var ledger = HeldPredicate()
  private var damaged = HeldPredicate()
  private var clock = HeldPredicate()
  private var overloaded = HeldPredicate()
  private var unwatched = HeldPredicate()
  private var restarted = HeldPredicate()
  private var gateways: [Gateway] = []
  private var alerts = [
    Condition.stationClock, .stationLedger, .stationOverloaded,
    .stationRestarted, .stationUnwatched,
  ].map { Alert($0) }

  private(set) var isLedgerFailing = false
  private var ledgerReason: String?
  private(set) var isOverloaded = false
  /// Since when no display confirms heartbeats; nil: one does, or nothing is known of displays.
  private var unwatchedSince: Moment?
  /// Since when a session is active; nil: none is.
  private var activeSince: Moment?
  /// What was damaged last.
  private var damage: String?
  /// No nurse knows of it yet.
  private var isDamageNew = false
  /// How often it was since all was well: each time sounds.
  private var damages = 0
  /// The clock was stepped, or the station was blind, at this moment.
  private var steppedAt: Moment?
  private var blindUntil: Moment?
  private var blindFor = Span.zero
  /// How long it was is what a clock says that nobody keeps in step.
  private var isGapGuessed = false
  /// It was blind for long, or nobody knows how long, and a session was active then.
  private var isLongBlind = false

  private struct Gateway: Hashable, Codable, Sendable {
    var link: String
    var outage = GatewayOutage()
    var predicate = HeldPredicate()
    var alert = Alert(.gatewayLost)
  }

  /// What of the beds matters for the station.
  struct View: Sendable {
    let beds: [Bed]

    var isSessionActive: Bool { beds.contains { $0.watch.session != nil } }

    /// The links that more than one bed shares.
    var sharedLinks: [String] {
      let links = beds.flatMap { bed in bed.setup.monitors.map(\.link) }
      var shared: [String] = []
      for link in links where !link.isEmpty && !shared.contains(link) {
        if on(link).count > 1 { shared.append(link) }
      }
      return shared
    }

    func on(_ link: String) -> [Bed] {
      beds.filter { $0.setup.monitors.contains { $0.link == link } }
    }

    func isDown(_ link: String) -> Bool {
      on(link).allSatisfy { bed in
        bed.setup.monitors.filter { $0.link == link }.allSatisfy { bed.equipment.down($0.name) }
      }
    }

    /// Delays of gateway.lost, the shortest of all beds behind the link: high only while a
    /// physiological alert is present.
    func delays(_ link: String) -> [Span?] {
      let rules = on(link).map(\.watch.rules.cannotTell)
      guard let medium = rules.map(\.linkLostMedium).min(),
        let high = rules.map(\.linkLostHigh).min()
      else { return [] }
      let isPhysiological = on(link).contains { bed in
        bed.watch.alerts.contains { $0.condition.kind == .physiological && $0.isPresent }
      }
      return isInSession(link)
        ? [medium, isPhysiological ? high : nil] : [medium]
    }

    func isInSession(_ link: String) -> Bool { on(link).contains { $0.watch.session != nil } }
  }

  /// Every alert of the station that has an occurrence.
  var openAlerts: [Alert] { (alerts + gateways.map(\.alert)).filter { $0.occurrence != nil } }

  mutating func receive(_ event: StationEvent, at now: Moment) {
    switch event {
    case .ledger(let failing, let reason):
      isLedgerFailing = failing
      ledgerReason = reason
    case .ledgerDamaged(let what):
      damage = what
      isDamageNew = true
      damages += 1
    case .clock(_, _, let stepped):
      if let stepped, Span.milliseconds(abs(stepped.milliseconds)) > .seconds(2) { steppedAt = now }
    case .overloaded(let isOverloaded): self.isOverloaded = isOverloaded
    case .watched: unwatchedSince = nil
    case .unwatched(let since): unwatchedSince = since
    case .blind(let from, let to, let isGapCertain):
      isGapGuessed = !isGapCertain
      blindUntil = now
      blindFor = to - from
    case .resumed: break
    }
  }

  /// Whether all units of a link of this bed are lost at once, by the bed's own rules: what other
  /// patients are treated by does not matter to this one.
  func isGatewayLost(_ bed: Bed, at now: Moment) -> Bool {
    gateways.contains { gateway in
      gateway.outage.hides(at: now, after: bed.watch.rules.cannotTell.linkLostMedium)
        && bed.setup.monitors.contains { $0.link == gateway.link }
    }
  }

  /// How long all units behind a link have been unreachable at once.
  func outage(of link: String) -> GatewayOutage? { gateways.first { $0.link == link }?.outage }

  /// A gateway is down: what the beds do matters for its alert.
  var isRestless: Bool { gateways.contains { $0.predicate.trueSince != nil } }

  /// Judges the gateways; before the beds, whose technical conditions they hide.
  mutating func settleGateways(_ view: View, at now: Moment) {
    let links = view.sharedLinks
    // One that was told stays known, so that its next occurrence has an id of its own.
    gateways.removeAll { !links.contains($0.link) && !$0.alert.wasTold && !$0.outage.isOpen }
    for link in links where !gateways.contains(where: { $0.link == link }) {
      gateways.append(Gateway(link: link))
    }
    for index in gateways.indices {
      let link = gateways[index].link
      let isDown = links.contains(link) && view.isDown(link)
      gateways[index].outage.settle(isDown, at: now)
    }
  }

  mutating func settle(_ view: View, at now: Moment, telling events: inout [Event]) {
    if blindUntil == now { tellRestartAnew(at: now, telling: &events) }
    settlePredicates(view, at: now)
    for index in gateways.indices {
      // How loud it is, is a question of what stands on the beds at the end of the instant.
      gateways[index].predicate.settle(
        gateways[index].outage.downSince != nil, delays: view.delays(gateways[index].link), at: now)
      let finding = gatewayFinding(gateways[index], view)
      let changes = gateways[index].alert.settle(
        finding, Self.surroundings("station-\(gateways[index].link)"), at: now)
      for change in changes { events.append(Self.event(change, .gatewayLost, at: now)) }
    }
    for index in alerts.indices {
      let condition = alerts[index].condition
      let changes = alerts[index].settle(
        finding(condition, view), Self.surroundings("station"), at: now)
      for change in changes { events.append(Self.event(change, condition, at: now)) }
    }
  }

  private mutating func settlePredicates(_ view: View, at now: Moment) {
    ledger.settle(isLedgerFailing, delays: [.zero], at: now)
    damaged.settle(isDamageNew, delays: [.zero], at: now)
    if damaged.level == nil { damages = 0 }
    clock.settle(isOver: steppedAt == now, at: now)
    overloaded.settle(isOverloaded, delays: [.zero], at: now)
    activeSince = view.isSessionActive ? activeSince ?? now : nil
    let alone = activeSince.flatMap { active in unwatchedSince.map { max(active, $0) } }
    unwatched.settle(alone != nil, since: alone, delays: Self.unwatchedDelays, at: now)
    if blindUntil == now {
      let isLong = isGapGuessed || blindFor > .seconds(30)
      isLongBlind = isLongBlind || (isLong && view.isSessionActive)
    }
    restarted.settle(isOver: blindUntil == now, at: now)
  }

  /// Each restart is told, however soon after the last; one that nobody has seen yet and that
  /// mattered goes on mattering.
  private mutating func tellRestartAnew(at now: Moment, telling events: inout [Event]) {
    restarted = HeldPredicate()
    guard let index = alerts.firstIndex(where: { $0.condition == .stationRestarted }) else {
      return
    }
    let last = alerts[index].occurrence
    isLongBlind = isLongBlind && last.map { $0.acknowledgement == nil } ?? false
    if let change = alerts[index].finish(at: now) {
      events.append(Self.event(change, .stationRestarted, at: now))
    }
  }

  private static let unwatchedDelays: [Span?] = [.seconds(30), .seconds(120)]

  private func gatewayFinding(_ gateway: Gateway, _ view: View) -> Finding? {
    let priorities: [Priority] =
      view.isInSession(gateway.link) ? [.medium, .high] : [.information]
    let beds = view.on(gateway.link).map(\.name).joined(separator: ", ")
    return finding(gateway.predicate, priorities, detail: "beds \(beds)")
  }

  private func finding(_ condition: Condition, _ view: View) -> Finding? {
    switch condition {
    case .stationLedger: ledgerFinding
    case .stationClock: finding(clock, [.low])
    case .stationOverloaded: finding(overloaded, [.medium])
    case .stationUnwatched: finding(unwatched, [.medium, .high])
    case .stationRestarted:
      finding(
        restarted, [isLongBlind ? .medium : .information],
        detail: isGapGuessed
          ? "blind for \(blindFor.words), if the clock is right: confirm the drug clocks"
          : "blind for \(blindFor.words)")
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost, .airway, .away,
      .call, .emergency, .noSession, .sedated, .symptom, .entryDue, .gatewayLost,
      .infusionComplete, .infusionEnding, .infusionHeld, .infusionOverrun, .linkFrozen,
      .linkGarbled, .linkIdentity, .linkLost, .nibpFailed, .nibpOverdue, .nibpSlot, .recheckDue,
      .recoveryComplete, .sessionForgotten:
      nil
    }
  }

  /// Each damage is a deeper level than the one before, and than a disk that takes nothing.
  private var ledgerFinding: Finding? {
    guard var finding = finding(damaged, [.medium], detail: damage) else {
      return finding(ledger, [.medium], detail: ledgerReason)
    }
    finding.level = damages
    return finding
  }

  private func finding(
    _ predicate: HeldPredicate, _ priorities: [Priority], detail: String? = nil
  ) -> Finding? {
    guard let level = predicate.level, let onset = predicate.onset else { return nil }
    let priority = level < priorities.count ? priorities[level] : priorities.last ?? .medium
    return Finding(level: level, priority: priority, onset: onset, detail: detail)
  }

  private static func surroundings(_ prefix: String) -> Alert.Surroundings {
    Alert.Surroundings(
      idPrefix: prefix, isInhibited: false, values: AlertValues(), cuff: CuffNews())
  }

  static func event(_ change: Alert.Change, _ condition: Condition, at now: Moment)
    -> Event
  {
    let finding = change.occurrence.finding
    return Event(
      moment: now, bed: nil, session: nil, admitted: nil, name: change.name,
      alert: AlertFacts(
        id: change.occurrence.id, condition: condition,
        priority: change.presence == .latched ? .high : finding.priority,
        presence: change.presence, vital: nil, value: nil, limit: nil, side: nil,
        onset: finding.onset, delay: finding.delay, lost: [], detail: finding.detail,
        evaluable: true, inhibitedBy: nil, by: change.by, step: change.step,
        guidance: condition.guidance))
  }

  /// Acknowledges one of the station's own alerts; nil: it is none of these, or not present.
  mutating func acknowledge(id: String, by nurse: String?, at now: Moment) -> [Event]? {
    for index in alerts.indices where alerts[index].occurrence?.id == id {
      let condition = alerts[index].condition
      if condition == .stationLedger { isDamageNew = false }
      return alerts[index].acknowledge(by: nurse, values: AlertValues(), at: now)?
        .map { Self.event($0, condition, at: now) }
    }
    for index in gateways.indices where gateways[index].alert.occurrence?.id == id {
      return gateways[index].alert.acknowledge(by: nurse, values: AlertValues(), at: now)?
        .map { Self.event($0, .gatewayLost, at: now) }
    }
    return nil
  }

  func deadline(_ deadline: inout Deadline, _ view: View) {
    for predicate in [ledger, damaged, clock, overloaded, restarted] {
      predicate.deadline(&deadline, delays: [.zero])
    }
    unwatched.deadline(&deadline, delays: Self.unwatchedDelays)
    for gateway in gateways {
      gateway.outage.deadline(&deadline)
      gateway.predicate.deadline(&deadline, delays: view.delays(gateway.link))
      gateway.alert.deadline(&deadline, cuff: CuffNews())
    }
    for alert in alerts { alert.deadline(&deadline, cuff: CuffNews()) }
  }
}
