import Vitals

/// Everything that is judged of one bed, from one admission to the next: fresh at each admit and
/// after each close, so that a session's inputs alone give its events.
public struct Watch: Hashable, Codable, Sendable {
  /// How the vitals are judged.
  enum Scope: Hashable, Codable, Sendable {
    /// Absolute limits, without a session.
    case bareVitals
    /// High levels of physiological conditions, and technical conditions.
    case outside
    /// Everything.
    case session
  }

  let scope: Scope
  /// The beginning of the ids of its alerts.
  let idPrefix: String
  var rules: TreatmentProtocol { sharedRules.value }
  private var sharedRules: Shared<TreatmentProtocol>
  /// The patient's visit.
  public internal(set) var session: Session?
  /// HR and SpO2.
  public internal(set) var hr: ContinuousVital
  public internal(set) var spo2: ContinuousVital
  /// Cuff results.
  public internal(set) var cuff: Cuff
  var continuous: [ContinuousDetector]
  var technical = TechnicalConditions()
  var pauses = Pauses()
  /// One alert for each condition of the scope, in the order in which they are told.
  public internal(set) var alerts: [Alert]
  var emergencySince: Moment?
  var callSince: Moment?
  /// HR and SpO2 that a monitor has delivered in this session.
  private var delivered: [VitalSign] = []
  /// Since when HR and SpO2 have been usable.
  private var hrUsableSince: Moment?
  private var spo2UsableSince: Moment?

  init(scope: Scope, idPrefix: String, rules: TreatmentProtocol) {
    self.scope = scope
    self.idPrefix = idPrefix
    sharedRules = Shared(rules)
    hr = ContinuousVital(vital: .hr, freshFor: rules.freshFor)
    spo2 = ContinuousVital(vital: .spo2, freshFor: rules.freshFor)
    cuff = Cuff(rules: rules.cuff)
    continuous = rules.continuous.map { ContinuousDetector(rule: $0) }
    alerts = Condition.allCases.filter { $0.isWatched(in: scope) }.map { Alert($0) }
  }

  /// Judges by other rules from now on; what an equal rule has begun to judge goes on.
  mutating func change(to rules: TreatmentProtocol) {
    sharedRules = Shared(rules)
    continuous = rules.continuous.map { rule in
      continuous.first { $0.rule == rule } ?? ContinuousDetector(rule: rule)
    }
    cuff.judge(by: rules.cuff)
  }

  /// HR or SpO2.
  subscript(vital: VitalSign) -> ContinuousVital { vital == .hr ? hr : spo2 }

  /// Takes readings that came together.
  mutating func receive(
    _ readings: [Reading], every: Span?, isUntrusted: Bool, isManual: Bool, at now: Moment
  ) {
    for reading in readings where !reading.vital.isCuff {
      let content = isUntrusted ? .absent(.invalid) : reading.content
      receive(reading.vital, content, readAt: now, every: every, isManual: isManual, at: now)
      if reading.vital == .spo2 { keepSaturation(reading, isManual: isManual, at: now) }
    }
    guard !isUntrusted else { return }
    receiveCuff(readings.filter(\.vital.isCuff), isManual: isManual, at: now)
  }

  /// Takes over what was read before this watch began: it is judged now, and as old as it is.
  mutating func carry(_ known: ContinuousVital, every: Span?, at now: Moment) {
    guard let value = known.lastUsable, let readAt = known.lastUsableAt,
      now - readAt <= fresh(every, isManual: false, at: now)
    else { return }
    receive(known.vital, .value(value), readAt: readAt, every: every, isManual: false, at: now)
  }

  private mutating func receive(
    _ vital: VitalSign, _ content: Reading.Content, readAt: Moment, every: Span?, isManual: Bool,
    at now: Moment
  ) {
    let fresh = fresh(every, isManual: isManual, at: now)
    if vital == .hr {
      hr.receive(content, at: readAt, freshFor: fresh, isManual: isManual)
    } else {
      spo2.receive(content, at: readAt, freshFor: fresh, isManual: isManual)
    }
    technical.pulseLost.receive(vital, content, at: readAt)
    guard let value = self[vital].lastUsable, self[vital].lastUsableAt == readAt,
      self[vital].isPlausible
    else { return }
    if !isManual, !delivered.contains(vital) { delivered.append(vital) }
    for index in continuous.indices where continuous[index].rule.vital == vital {
      continuous[index].receive(
        value, at: now, freshFor: fresh - (now - readAt), baseline: baseline(vital))
    }
  }

  private func fresh(_ every: Span?, isManual: Bool, at now: Moment) -> Span {
    let nominal = every.map { Span(milliseconds: $0.milliseconds * 5 / 2) } ?? .zero
    return isManual ? resultStands(at: now) : max(rules.freshFor, nominal)
  }

  /// A number that a nurse tells late is as old as it is.
  private mutating func keepSaturation(_ reading: Reading, isManual: Bool, at now: Moment) {
    guard let window = session?.rules.readiness.spo2Median, spo2.isPlausible,
      spo2.lastUsableAt == now, let value = spo2.lastUsable
    else { return }
    let measuredAt = isManual ? min(reading.measuredAt ?? now, now) : now
    session?.saturation.insert(value, measuredAt: measuredAt, at: now, over: window)
  }

  /// How long a cuff result stands, and a number that a nurse took: until the next one is due.
  func resultStands(at now: Moment) -> Span {
    let interval = timetable?.interval(at: now) ?? rules.cuffPlan.infusing
    return interval + rules.cuffPlan.standsBeyondInterval
  }

  private func baseline(_ vital: VitalSign) -> Double? {
    vital == .spo2 ? session?.saturationBaseline : nil
  }

  private mutating func receiveCuff(_ readings: [Reading], isManual: Bool, at now: Moment) {
    var result = CuffResult(at: min(readings.compactMap(\.measuredAt).first ?? now, now))
    for reading in readings {
      switch reading.vital {
      case .sbp: result.sbp = reading.value
      case .dbp: result.dbp = reading.value
      case .map: result.map = reading.value
      case .hr, .spo2: break
      }
    }
    if !result.isEmpty {
      let isStanding = isManual || now - result.at <= resultStands(at: now)
      cuff.receive(result, isStanding: isStanding, baseline: session?.baseline, at: now)
    } else if readings.contains(where: { $0.content == .absent(.failed) }) {
      cuff.readFailure(at: now)
    } else if readings.contains(where: { $0.content == .absent(.measuring) }) {
      cuff.inflate(at: now)
    }
  }

  /// The cuff's timetable of the session.
  var timetable: CuffTimetable? {
    session.map {
      CuffTimetable(
        session: $0, results: cuff.results,
        isPressureAlertPresent: alerts.indices.contains {
          alerts[$0].condition.isOfCuff && alerts[$0].isPresent
        })
    }
  }

  /// Applies this session's limits from now on.
  mutating func applyLimits(at now: Moment) {
    guard let session else { return }
    for rule in session.continuousRules {
      guard let index = continuous.firstIndex(where: { $0.rule.condition == rule.condition })
      else { continue }
      continuous[index].change(
        to: rule, standing: self[rule.vital], at: now, baseline: baseline(rule.vital))
    }
    cuff.change(to: session.cuffRules)
  }

  /// HR and SpO2 at the end of an instant.
  func expectedVitals(_ setup: BedSetup, at now: Moment) -> ExpectedVitals {
    func one(_ vital: VitalSign) -> ExpectedVitals.One {
      let monitor = setup.monitors.first { $0.vitals.contains(vital) }
      let isExpected =
        scope != .outside
        && (delivered.contains(vital) || (session?.startedAt != nil && monitor != nil))
      return ExpectedVitals.One(
        isExpected: isExpected, isUsable: self[vital].isUsable(after: now),
        every: monitor?.every ?? .seconds(1), absence: self[vital].absence(after: now))
    }
    return ExpectedVitals(hr: one(.hr), spo2: one(.spo2))
  }

  /// Follows since when HR and SpO2 have been usable.
  mutating func followUsable(at now: Moment) {
    hrUsableSince = hr.isUsable(after: now) ? hrUsableSince ?? now : nil
    spo2UsableSince = spo2.isUsable(after: now) ? spo2UsableSince ?? now : nil
  }

  /// Since when all of these vitals have been usable; nil: one is not, or there is none.
  func usableSince(_ vitals: [VitalSign]) -> Moment? {
    let since = vitals.map { $0 == .hr ? hrUsableSince : spo2UsableSince }
    guard !since.isEmpty, since.allSatisfy({ $0 != nil }) else { return nil }
    return since.compactMap { $0 }.max()
  }
}

extension Condition {
  func isWatched(in scope: Watch.Scope) -> Bool {
    switch self {
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow: true
    case .pulseLost, .signalLost: scope != .outside
    case .call, .emergency, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed:
      scope != .bareVitals
    case .noSession: scope == .outside
    case .airway, .away, .sedated, .symptom, .entryDue, .infusionComplete, .infusionEnding,
      .infusionHeld, .infusionOverrun, .nibpOverdue, .nibpSlot, .recheckDue, .recoveryComplete,
      .sessionForgotten:
      scope == .session
    case .gatewayLost, .stationClock, .stationLedger, .stationOverloaded, .stationRestarted,
      .stationUnwatched:
      false
    }
  }
}
