public import Vitals

/// One bed: its equipment, and everything that is judged of it.
public struct Bed: Hashable, Codable, Sendable {
  /// What the bed has.
  public internal(set) var setup: BedSetup
  var equipment = Equipment()
  /// What is judged, from one admission to the next.
  public internal(set) var watch: Watch
  /// The watch of a session that was closed a moment ago, in case that was a mistake.
  var lastClosed: ClosedWatch?
  private var watches = 1

  struct ClosedWatch: Hashable, Codable, Sendable {
    var watch: Watch
    var at: Moment
  }

  init(setup: BedSetup, rules: TreatmentProtocol) {
    self.setup = setup
    equipment.setUp(setup.monitors.map(\.name))
    watch =
      setup.judging == .bareVitals
      ? Watch(scope: .bareVitals, idPrefix: setup.bed, rules: rules)
      : Watch(scope: .outside, idPrefix: "\(setup.bed)-out1", rules: rules)
  }

  /// The bed's name as nurses say it.
  public var name: String { setup.bed }

  /// Whether nothing that brings HR or SpO2 could freeze unseen; so without any monitor, too.
  private var hasHeartbeat: Bool {
    setup.monitors.allSatisfy { monitor in
      monitor.hasHeartbeat || monitor.vitals.allSatisfy(\.isCuff)
    }
  }

  /// Takes a new configuration. Other rules hold from the next session on; outside one, once no
  /// alert stands on the old ones.
  mutating func change(to setup: BedSetup, rules: TreatmentProtocol) {
    self.setup = setup
    equipment.setUp(setup.monitors.map(\.name))
    let isIdle = watch.scope == .outside && watch.alerts.allSatisfy { $0.occurrence == nil }
    if isIdle, watch.rules != rules { watch.change(to: rules) }
  }

  /// Ends what is judged now and begins anew outside a session.
  mutating func beginOutside(rules: TreatmentProtocol) {
    watches += 1
    watch = Watch(scope: .outside, idPrefix: "\(name)-out\(watches)", rules: rules)
  }

  /// Takes readings of one of the bed's monitors, or of a nurse.
  mutating func receive(_ readings: [Reading], monitor: String?, at now: Moment) {
    let source =
      setup.monitors.first { $0.name == monitor }
      ?? (setup.monitors.count == 1 ? setup.monitors.first : nil)
    let others = setup.monitors.filter { $0.name != source?.name }.flatMap(\.vitals)
    let own = readings.filter { reading in
      source?.vitals.contains(reading.vital) ?? true || !others.contains(reading.vital)
    }
    watch.receive(
      own, every: source?.every, isUntrusted: equipment.isUntrusted(monitor),
      isManual: false, at: now)
  }

  /// Takes what happened to the equipment.
  mutating func receive(_ machine: MachineEvent, at now: Moment, telling events: inout [Event]) {
    switch machine {
    case .cuffFailed:
      watch.cuff.fail()
      return
    case .cuffInflating:
      watch.cuff.inflate(at: now)
      return
    case .call:
      if watch.scope != .bareVitals { watch.callSince = watch.callSince ?? now }
      return
    case .linkDown, .linkUp, .linkGarbled, .linkClear, .frozen, .moving, .identity, .identityOK:
      break
    }
    guard equipment.receive(machine) else { return }
    if case .linkDown(let monitor, let reason) = machine {
      events.append(
        event(.linkDown, at: now, [.text("monitor", monitor), .text("reason", reason)]))
      endPausesOfLostLink(at: now, telling: &events)
    } else if case .linkUp(let monitor) = machine {
      events.append(event(.linkUp, at: now, [.text("monitor", monitor)]))
    }
  }

  /// An event of this bed.
  func event(_ name: EventName, at now: Moment, _ facts: [Fact?] = []) -> Event {
    Event(
      moment: now, bed: self.name, session: watch.session?.id,
      admitted: watch.session?.admittedAt, name: name, facts: facts.compactMap { $0 })
  }

  /// What the conditions see at the end of an instant.
  func view(at now: Moment) -> BedView {
    let entered: [Condition] = [.airway, .call, .emergency, .sedated, .symptom]
    let isVitalAlertPresent = VitalConditions.all.contains {
      watch.vitalFinding($0, at: now) != nil
    }
    let isPhysiologicalPresent =
      isVitalAlertPresent
      || entered.contains { watch.enteredFinding($0) != nil }
      || watch.technical.pulseLost.isPresent
    let timetable = watch.timetable
    let technical = TechnicalConditions.View(
      equipment: equipment, rules: watch.rules.cannotTell, pauses: watch.pauses,
      isInSession: watch.session != nil, isPhysiologicalPresent: isPhysiologicalPresent,
      isVitalAlertPresent: isVitalAlertPresent,
      hasHeartbeat: hasHeartbeat, hr: watch.hr, spo2: watch.spo2, cuff: watch.cuff,
      timetable: timetable)
    let timing = timetable.map {
      TimingFindings(timetable: $0)
    }
    return BedView(
      vitals: watch.expectedVitals(setup, at: now), technical: technical, timing: timing,
      isVulnerable: isVulnerable)
  }

  private var isVulnerable: Bool {
    watch.session?.isVulnerable(lastSaturation: watch.spo2.lastUsable)
      ?? (watch.spo2.lastUsable.map { $0 < 94 } ?? false)
  }

  /// What is met and missing before the patient may leave; nil: no session, or not yet stopped.
  public func readiness(at now: Moment) -> Readiness? {
    guard let session = watch.session, session.phase.isAfterStop else { return nil }
    return Readiness(
      session, results: watch.cuff.results, at: now, staysMet: session.isUnhooked(at: now))
  }
}

/// The conditions that follow from numbers alone.
enum VitalConditions {
  static let all: [Condition] = [.hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow]
}

extension Fact {
  /// A text fact, or none.
  static func text(_ key: String, _ text: String?) -> Fact? { text.map { Fact(key, .text($0)) } }
  /// A number fact, or none.
  static func number(_ key: String, _ number: Double?) -> Fact? {
    number.map { Fact(key, .number($0)) }
  }
}
