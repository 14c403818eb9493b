import Vitals

/// What one bed's conditions are at the end of an instant.
struct BedView: Sendable {
  let vitals: ExpectedVitals
  let technical: TechnicalConditions.View
  let timing: TimingFindings?
  let isVulnerable: Bool

  var signalDelays: SignalLost.Delays {
    SignalLost.Delays(
      low: technical.rules.signalLostLow, medium: technical.rules.signalLostMedium,
      mediumVulnerable: technical.rules.signalLostMediumVulnerable)
  }
  var pulseDelays: [Span?] { technical.rules.pulseLostDelays }
}

extension Watch {
  /// The physiological findings that need no view of the rest.
  func vitalFinding(_ condition: Condition, at now: Moment) -> Finding? {
    var finding: Finding?
    if let index = continuous.indices.first(where: { continuous[$0].condition == condition }) {
      guard continuous[index].isPresent else { return nil }
      let vital = continuous[index].rule.vital
      finding = continuous[index].finding(
        vital: self[vital], at: now,
        baseline: vital == .spo2 ? session?.saturationBaseline : nil)
    } else if let index = cuff.detectors.indices.first(where: {
      cuff.detectors[$0].condition == condition
    }) {
      guard cuff.detectors[index].isPresent else { return nil }
      finding = cuff.detectors[index].finding(kept: cuff.kept, at: now)
      if let kept = cuff.kept {
        finding?.evaluable = now - kept.at <= resultStands(at: now)
      }
    }
    if scope == .outside, finding?.priority != .high { return nil }
    return finding
  }

  /// What a nurse or the patient raised.
  func enteredFinding(_ condition: Condition) -> Finding? {
    switch condition {
    case .emergency:
      emergencySince.map { Finding(level: 0, priority: .high, onset: $0) }
    case .call: callSince.map { Finding(level: 0, priority: .high, onset: $0) }
    case .symptom: symptom
    case .sedated: sedated
    case .airway: airway
    case .away: pauses.notBackSince.map { Finding(level: 0, priority: .medium, onset: $0) }
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost, .noSession,
      .entryDue, .gatewayLost, .infusionComplete, .infusionEnding, .infusionHeld,
      .infusionOverrun, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed,
      .nibpOverdue, .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten, .stationClock,
      .stationLedger, .stationOverloaded, .stationRestarted, .stationUnwatched:
      nil
    }
  }

  private var symptom: Finding? {
    guard let entry = session?.entries.latest(\.symptom), entry.value != .none else { return nil }
    let standing = cuff.kept.flatMap { $0.at + resultStands(at: $0.at) >= entry.at ? $0 : nil }
    let isPressureHigh = (standing?.sbp ?? 0) >= 160 || (standing?.dbp ?? 0) >= 100
    return Finding(
      level: isPressureHigh ? 1 : 0, priority: isPressureHigh ? .high : .medium, onset: entry.at,
      detail: entry.value.words)
  }

  private var sedated: Finding? {
    guard let moaas = session?.entries.latest(\.moaas), moaas.value <= 2 else { return nil }
    return Finding(
      level: moaas.value == 2 ? 0 : 1, priority: moaas.value == 2 ? .medium : .high,
      onset: moaas.at, detail: "MOAA/S \(moaas.value)")
  }

  private var airway: Finding? {
    guard let session, let vomiting = session.entries.latest(\.vomiting), vomiting.value,
      let moaas = session.entries.latest(\.moaas), moaas.value <= 3
    else { return nil }
    return Finding(
      level: 0, priority: .medium, onset: max(vomiting.at, moaas.at),
      detail: "vomiting, MOAA/S \(moaas.value)")
  }

  /// The deepest present level of any condition of the bed.
  func finding(_ condition: Condition, _ view: BedView, at now: Moment) -> Finding? {
    var finding =
      switch condition {
      case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow: vitalFinding(condition, at: now)
      case .pulseLost:
        technical.pulseLost.finding(
          view.vitals, delays: view.pulseDelays, priorities: [.medium, .high])
      case .signalLost:
        technical.signalLost.finding(
          delays: view.signalDelays, isVulnerable: view.isVulnerable)
      case .airway, .away, .call, .emergency, .sedated, .symptom: enteredFinding(condition)
      case .noSession, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed,
        .nibpOverdue:
        technical.finding(condition, view.technical)
      case .entryDue, .infusionComplete, .infusionEnding, .infusionHeld, .infusionOverrun,
        .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten:
        view.timing?.finding(condition, at: now)
      case .gatewayLost, .stationClock, .stationLedger, .stationOverloaded, .stationRestarted,
        .stationUnwatched:
        Finding?.none
      }
    if condition.kind == .technical, isPatientAway(at: now) {
      finding?.priority = .information
      // What was seen as information has been seen at the mildest level only.
      finding?.level = 0
    }
    return finding
  }

  /// The patient is not on the chair: what is technical needs nobody.
  private func isPatientAway(at now: Moment) -> Bool {
    pauses.away?.isUncovered == false || session?.isUnhooked(at: now) ?? false
  }

  /// What hides a condition from being raised anew: another condition, or the inflating cuff.
  func inhibitor(
    of condition: Condition, isGatewayLost: Bool, probeArm: BedSetup.ProbeArm, at now: Moment,
    isPresent: (Condition) -> Bool
  ) -> String? {
    if condition.kind == .technical {
      if isGatewayLost { return Condition.gatewayLost.rawValue }
      for cause in [Condition.linkLost, .linkIdentity, .linkGarbled, .linkFrozen] {
        if cause == condition { break }
        if isPresent(cause) { return cause.rawValue }
      }
    }
    if condition == .signalLost {
      if isPresent(.pulseLost) { return Condition.pulseLost.rawValue }
      if probeArm == .same, isInflating(at: now) { return "cuff" }
    }
    if condition == .nibpOverdue, isPresent(.nibpSlot) { return Condition.nibpSlot.rawValue }
    return nil
  }

  /// A cuff on the probe's arm cuts the signal off, for at most a minute.
  func isInflating(at now: Moment) -> Bool {
    cuff.inflatingSince.map { now - $0 < Self.inflatingMax } ?? false
  }
  static let inflatingMax = Span.seconds(60)
}

extension Entry.Symptom {
  /// As a nurse says it.
  public var words: String {
    switch self {
    case .chestPain: "chest pain"
    case .severeHeadache: "severe headache"
    case .visual: "visual change"
    case .neurological: "neurological change"
    case .none: "none"
    }
  }
}
