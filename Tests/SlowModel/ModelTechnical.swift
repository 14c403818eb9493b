import InfusionCore
import Vitals

/// What cannot be told of the equipment: predicates, what hides what, and what a pause covers.
struct ModelTechnical {
  var linkLost = ModelHeld()
  var identity = ModelHeld()
  var garbled = ModelHeld()
  var frozen = ModelHeld()
  var unmoved = ModelHeld()
  var noSession = ModelHeld()
  var cuffFailed = ModelHeld()
  var overdue = ModelHeld()

  var starts: [Int] {
    [linkLost, identity, garbled, frozen, unmoved, noSession, cuffFailed, overdue]
      .flatMap(\.starts)
  }
}

extension ModelBed {
  /// The predicates at the end of an instant.
  func seeTechnical(at time: Int) {
    let isDown = links.contains(where: \.isDown)
    let isBedPaused = watch.pauses.alarm.map { $0.vital == nil } ?? false
    watch.technical.linkLost.see(
      isDown,
      delays: isPhysiologicalPresent(at: time) ? [0: 10_000, 1: 120_000] : [0: 10_000],
      isPaused: isBedPaused, at: time)
    let isCuffPaused = isBedPaused || watch.pauses.alarm?.vital?.isCuff ?? false
    watch.technical.identity.see(
      links.contains(where: \.isOther), delays: [0: 0], isPaused: isBedPaused, at: time)
    watch.technical.garbled.see(
      links.contains(where: \.isGarbled), delays: [0: 10_000], isPaused: isBedPaused, at: time)
    watch.technical.frozen.see(
      links.contains(where: \.isFrozen), delays: [1: 0], isPaused: isBedPaused, at: time)
    watch.technical.unmoved.see(
      isUnmoved(at: time), delays: [0: 0], isPaused: isBedPaused, at: time)
    watch.technical.noSession.see(
      watch.scope == .outside && hasUsableVitals(at: time), delays: [0: 60_000], at: time)
    watch.technical.cuffFailed.see(
      watch.cuffFailures.isBad(isAlertPresent: isVitalAlertPresent(at: time)), delays: [0: 0],
      isPaused: isCuffPaused, at: time)
    let late = overdueLevels(at: time)
    watch.technical.overdue.see(
      !late.isEmpty, delays: Dictionary(uniqueKeysWithValues: late.map { ($0, 0) }),
      isPaused: isCuffPaused, at: time)
  }

  func technicalFinding(_ condition: ModelCondition, at time: Int) -> ModelFinding? {
    let technical = watch.technical
    let isOutside = condition == .linkLost && watch.session == nil
    func found(_ held: [ModelHeld], _ priorities: [ModelPriority]) -> ModelFinding? {
      let present = held.reduce(into: Set<Int>()) { $0.formUnion($1.present) }
      guard !present.isEmpty else { return nil }
      let isHidden = isInhibited(condition) || held.allSatisfy { $0.since == nil }
      return technicalFinding(
        present, priorities, isInformation: isOutside || isQuiet(at: time), isHidden: isHidden)
    }
    switch condition {
    case .linkLost:
      return found([technical.linkLost], [.medium, .high])
    case .linkIdentity: return found([technical.identity], [.medium])
    case .linkGarbled: return found([technical.garbled], [.medium])
    case .linkFrozen:
      return found([technical.frozen, technical.unmoved], [.low, .medium])
    case .nibpFailed: return found([technical.cuffFailed], [.medium])
    case .nibpOverdue:
      var overdue = found([technical.overdue], [.low, .medium])
      if timingFinding(.nibpSlot, at: time) != nil { overdue?.isHidden = true }
      return overdue
    case .noSession: return found([technical.noSession], [.low])
    default: return nil
    }
  }

  /// As information it has no levels: one is as quiet as the other.
  func technicalFinding(
    _ present: Set<Int>, _ priorities: [ModelPriority], isInformation: Bool, isHidden: Bool,
    named: Set<VitalSign> = []
  ) -> ModelFinding {
    ModelFinding(
      present: isInformation ? [0] : present,
      priorities: isInformation ? [.information] : priorities, named: named, isHidden: isHidden)
  }

  /// While the patient is away, or gets up, technical conditions are information.
  func isQuiet(at time: Int) -> Bool {
    if let away = watch.pauses.away, !away.isUncovered { return true }
    return watch.session?.unhookedAt.map { time - $0 < 1_200_000 } ?? false
  }

  /// Each of the link's conditions hides the bed's other technical ones after it.
  func isInhibited(_ condition: ModelCondition) -> Bool {
    // Of bare vitals the station judges no equipment of their own.
    guard watch.scope != .bareVitals else { return isGatewayLost }
    let technical = watch.technical
    let order: [(ModelCondition, Bool)] = [
      (.gatewayLost, isGatewayLost), (.linkLost, !technical.linkLost.present.isEmpty),
      (.linkIdentity, !technical.identity.present.isEmpty),
      (.linkGarbled, !technical.garbled.present.isEmpty),
      (.linkFrozen, !technical.frozen.present.isEmpty || !technical.unmoved.present.isEmpty),
    ]
    for (hiding, isPresent) in order {
      if hiding == condition { return false }
      if isPresent { return true }
    }
    return false
  }

  /// HR, BP or SpO2.
  private func isVitalAlertPresent(at time: Int) -> Bool {
    ModelCondition.ofVitals.contains(where: isAnyLevelPresent)
  }

  func isPhysiologicalPresent(at time: Int) -> Bool {
    isVitalAlertPresent(at: time)
      || ModelCondition.otherPhysiological.contains { finding($0, at: time) != nil }
  }

  private func hasUsableVitals(at time: Int) -> Bool {
    watch.heart.isUsableAtEnd(of: time) || watch.oxygen.isUsableAtEnd(of: time)
  }

  /// Without a heartbeat: HR and SpO2 have been the same for 600 s.
  private func isUnmoved(at time: Int) -> Bool {
    let hasHeartbeat = setup.monitors.allSatisfy { monitor in
      monitor.hasHeartbeat || monitor.vitals.allSatisfy(\.isCuff)
    }
    guard !hasHeartbeat, watch.scope != .bareVitals,
      let heart = watch.heart.unmovedSince(at: time),
      let oxygen = watch.oxygen.unmovedSince(at: time)
    else { return false }
    return time - max(heart, oxygen) >= 600_000
  }
}

/// What the monitor said of measurements that failed.
struct ModelCuffFailures {
  private var running = 0
  private var isUnbelievable = false
  private var shownAt: Int?

  /// Twice running, or once while an HR, BP or SpO2 alert is present; or a result that is
  /// implausible because too low or without pulse pressure.
  func isBad(isAlertPresent: Bool) -> Bool {
    isUnbelievable || running >= 2 || (running >= 1 && isAlertPresent)
  }

  mutating func fail() { running += 1 }

  /// Said in place of a reading; while it goes on showing, it is one failure.
  mutating func show(at time: Int) {
    if shownAt.map({ time - $0 >= 25_000 }) ?? true { fail() }
    shownAt = time
  }

  /// A result that stands for itself ends it.
  mutating func end() {
    running = 0
    isUnbelievable = false
  }

  mutating func take(_ result: ModelCuffResult) {
    guard !result.isPlausible else { return }
    let tooLow: [(VitalSign, Double)] = [(.sbp, 40), (.dbp, 20), (.map, 25)]
    let isTooLow = tooLow.contains { part, least in result.parts[part].map { $0 < least } ?? false }
    let hasNoPulse = (result.parts[.sbp] ?? .infinity) <= (result.parts[.dbp] ?? -.infinity)
    if isTooLow || hasNoPulse { isUnbelievable = true }
  }
}
