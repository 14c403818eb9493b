import InfusionCore
import Vitals

/// Ready to leave: what holds, and what the session does by itself.
extension ModelBed {
  /// Ready when everything holds, back when a criterion is lost for 60 s.
  func settlePhase(at time: Int) -> [ModelEvent] {
    guard let session = watch.session, session.phase.isAfterStop else { return [] }
    if let unhooked = session.unhookedAt, time - unhooked >= 1_200_000,
      let last = watch.results.last, last.time > unhooked, doVitalsHold(at: time)
    {
      watch.session?.unhookedAt = nil
    }
    let isReady = isReady(at: time)
    if session.phase == .recovering { return isReady ? change(to: .ready, at: time) : [] }
    guard !isReady else {
      watch.session?.lostReadinessAt = nil
      return []
    }
    let since = session.lostReadinessAt ?? time
    watch.session?.lostReadinessAt = since
    return time - since >= 60_000 ? change(to: .recovering, at: time) : []
  }

  /// Every criterion at once.
  func isReady(at time: Int) -> Bool {
    guard let session = watch.session, let since = session.recoverySince,
      let end = session.minimumEnds
    else { return false }
    let isUnhooked = session.unhookedAt.map { time - $0 < 1_200_000 } ?? false
    guard time >= end, session.hasEscort || session.latest(\.prescriber) != nil,
      isUnhooked || doVitalsHold(at: time)
    else { return false }
    if let oxygen = session.oxygen, oxygen.isGiven || time - oxygen.since < 900_000 {
      return false
    }
    if let loud = watch.loudAt, time - loud < 900_000 { return false }
    if let high = watch.highInRecoveryAt, time - high < 1_800_000 { return false }
    func isEntered<Value>(_ item: (value: Value, at: Int)?, _ isGood: (Value) -> Bool) -> Bool {
      guard let item else { return false }
      return isGood(item.value) && item.at >= since && time - item.at <= 1_800_000
    }
    return isEntered(session.latest(\.moaas)) { $0 == 5 }
      && isEntered(session.latest(\.oriented)) { $0 }
      && isEntered(session.latest(\.steadyGait)) { $0 }
  }

  /// Blood pressure and SpO2.
  func doVitalsHold(at time: Int) -> Bool {
    guard let session = watch.session else { return false }
    return doesPressureHold(session, at: time) && doesSaturationHold(session, at: time)
  }

  /// All results of the last 10 min, at least two, and so many that they span 10 min.
  private func doesPressureHold(_ session: ModelSession, at time: Int) -> Bool {
    guard let last = watch.results.last, time - last.time <= 900_000 else { return false }
    var counted: [ModelCuffResult] = []
    for result in watch.results.reversed() {
      let spans = counted.count >= 2 && last.time - (counted.last?.time ?? last.time) >= 600_000
      if spans, time - result.time > 600_000 { break }
      counted.append(result)
    }
    guard counted.count >= 2, let first = counted.last, last.time - first.time >= 600_000 else {
      return false
    }
    let own = session.baseline?.parts[.sbp]
    return counted.allSatisfy { result in
      guard let sbp = result.parts[.sbp], let dbp = result.parts[.dbp] else { return false }
      return sbp <= 160 && sbp >= 90 && dbp <= 100
        && (own.map { sbp <= $0 * 120 / 100 && sbp >= $0 * 70 / 100 } ?? true)
    }
  }

  private func doesSaturationHold(_ session: ModelSession, at time: Int) -> Bool {
    guard let median = saturationMedian(at: time) else { return false }
    let own = session.saturationBaseline.map { $0 - 2 } ?? 92
    return median >= max(90, min(92, own))
  }

  /// The median of SpO2 over the last 5 min; nil: there is none.
  func saturationMedian(at time: Int) -> Double? {
    let values = watch.saturations.filter { time - $0.time <= 300_000 }.map(\.value).sorted()
    guard !values.isEmpty else { return nil }
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  /// When a physiological alert of medium or high was present last.
  func noteLoudness(at time: Int) {
    let priorities = (ModelCondition.ofVitals + ModelCondition.otherPhysiological).compactMap {
      finding($0, at: time)?.priority
    }
    let isLoud = priorities.contains(.medium) || priorities.contains(.high)
    let isHigh = priorities.contains(.high) && watch.session?.phase.isAfterStop ?? false
    // The instant in which it ends counts as well.
    if isLoud || watch.wasLoud { watch.loudAt = time }
    if isHigh || watch.wasHighInRecovery { watch.highInRecoveryAt = time }
    watch.wasLoud = isLoud
    watch.wasHighInRecovery = isHigh
  }
}
