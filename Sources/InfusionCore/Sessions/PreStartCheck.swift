import Vitals

/// The check before the start: what blocks it, what blocks it whoever authorises, what cautions.
/// Only a cuff result of this patient counts: one measured after the admission.
struct PreStartCheck: Hashable, Sendable {
  private(set) var blocked: [String] = []
  private(set) var never: [String] = []
  private(set) var cautions: [String] = []

  init(
    _ limits: PreStartLimits, cuff: CuffResult?, hr: ContinuousVital, spo2: ContinuousVital,
    at now: Moment
  ) {
    checkCuff(limits, cuff, at: now)
    for vital in [hr, spo2] {
      let name = vital.vital.words
      guard let value = vital.lastUsable, let at = vital.lastUsableAt,
        vital.isUsable(during: now) || now - at <= limits.usableWithin
      else {
        blocked.append("\(name) not usable in the last \(limits.usableWithin.words)")
        continue
      }
      check(limits, vital.vital, value)
    }
  }

  private mutating func checkCuff(_ limits: PreStartLimits, _ cuff: CuffResult?, at now: Moment) {
    // Waiting until such a result is old does not make it better.
    if let sbp = cuff?.sbp, sbp >= limits.sbpNever { never.append("SBP \(sbp.words)") }
    if let dbp = cuff?.dbp, dbp >= limits.dbpNever { never.append("DBP \(dbp.words)") }
    guard let cuff else { return blocked.append("no blood pressure since the admission") }
    guard now - cuff.at <= limits.cuffAge, let sbp = cuff.sbp, let dbp = cuff.dbp else {
      return blocked.append("no blood pressure in the last \(limits.cuffAge.words)")
    }
    if sbp < limits.sbpNever {
      if sbp >= limits.sbpHigh || sbp < limits.sbpLow {
        blocked.append("SBP \(sbp.words)")
      } else if sbp > limits.sbpCaution {
        cautions.append("SBP \(sbp.words)")
      }
    }
    if dbp < limits.dbpNever {
      if dbp >= limits.dbpHigh {
        blocked.append("DBP \(dbp.words)")
      } else if dbp > limits.dbpCaution {
        cautions.append("DBP \(dbp.words)")
      }
    }
  }

  private mutating func check(_ limits: PreStartLimits, _ vital: VitalSign, _ value: Double) {
    let isOut =
      vital == .hr ? value > limits.hrHigh || value < limits.hrLow : value < limits.spo2Low
    if isOut { blocked.append("\(vital.words) \(value.words)") }
  }
}
