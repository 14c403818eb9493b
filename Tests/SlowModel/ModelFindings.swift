import InfusionCore
import Vitals

extension ModelBed {
  /// What holds of a condition at the end of an instant; nil: nothing.
  func finding(_ condition: ModelCondition, at time: Int) -> ModelFinding? {
    switch condition {
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow: vitalFinding(condition)
    case .pulseLost: pulseFinding()
    case .signalLost: signalFinding(at: time)
    case .airway, .call, .emergency, .sedated, .symptom: enteredFinding(condition, at: time)
    case .away: watch.pauses.isNotBack ? .plain(.medium) : nil
    case .entryDue, .infusionComplete, .infusionEnding, .infusionHeld, .infusionOverrun,
      .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten:
      timingFinding(condition, at: time)
    case .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed, .nibpOverdue,
      .noSession:
      watch.scope == .bareVitals ? nil : technicalFinding(condition, at: time)
    case .gatewayLost, .stationClock, .stationLedger, .stationOverloaded, .stationRestarted,
      .stationUnwatched:
      nil
    }
  }

  /// Outside a session only high levels of physiological conditions run.
  private func vitalFinding(_ condition: ModelCondition) -> ModelFinding? {
    guard isAnyLevelPresent(condition) else { return nil }
    let levels =
      watch.continuous.filter { $0.level.condition == condition }.map {
        (isPresent: $0.isPresent, priority: $0.level.priority)
      }
      + watch.cuff.filter { $0.level.condition == condition }.map {
        (isPresent: $0.isPresent, priority: $0.level.priority)
      }
    let present = levels.indices.filter {
      levels[$0].isPresent && (watch.scope != .outside || levels[$0].priority == .high)
    }
    guard !present.isEmpty else { return nil }
    return ModelFinding(
      present: Set(present), priorities: levels.map(\.priority), values: values(condition),
      lastResult: watch.keptArrivedAt, lastViolation: watch.violatedAt[condition])
  }

  /// Asked first: most of the time there is none.
  func isAnyLevelPresent(_ condition: ModelCondition) -> Bool {
    watch.continuous.indices.contains { index in
      watch.continuous[index].isPresent && watch.continuous[index].level.condition == condition
        && (watch.scope != .outside || watch.continuous[index].level.priority == .high)
    }
      || watch.cuff.indices.contains { index in
        watch.cuff[index].isPresent && watch.cuff[index].level.condition == condition
          && (watch.scope != .outside || watch.cuff[index].level.priority == .high)
      }
  }

  /// The last usable values of the vitals that a condition judges.
  func values(_ condition: ModelCondition) -> [VitalSign: Double] {
    switch condition {
    case .hrHigh, .hrLow: watch.heart.usable.last.map { [.hr: $0.value] } ?? [:]
    case .spo2Low: watch.oxygen.usable.last.map { [.spo2: $0.value] } ?? [:]
    case .bpHigh, .bpLow: watch.kept?.parts ?? [:]
    default: [:]
    }
  }

  private func pulseFinding() -> ModelFinding? {
    guard watch.scope != .outside, !watch.pulseLost.present.isEmpty else { return nil }
    return ModelFinding(
      present: watch.pulseLost.present, priorities: ModelTable.pulseLost.map(\.priority),
      named: watch.pulseLost.named)
  }

  private func signalFinding(at time: Int) -> ModelFinding? {
    guard watch.scope != .outside, !watch.signalLost.present.isEmpty else { return nil }
    let isInflating =
      setup.probeArm == .same && watch.inflatingSince.map { time - $0 < 60_000 } ?? false
    return technicalFinding(
      watch.signalLost.present, [.low, .medium], isInformation: isQuiet(at: time),
      isHidden: isInhibited(.signalLost) || !watch.pulseLost.present.isEmpty || isInflating,
      named: watch.signalLost.named)
  }
}
