import Vitals

enum ModelSide {
  case above
  case below
}

/// A strict limit with its deadband.
struct ModelLimit {
  /// What the number is counted from.
  enum Reference {
    case zero
    /// So much above the patient's own.
    case baseline
    /// So many percent below the patient's own.
    case percentOfBaseline
  }

  var side: ModelSide
  var number: Double
  var deadband: Double
  var reference = Reference.zero

  /// The limit against this baseline; nil: it cannot be evaluated.
  func against(_ baseline: Double?) -> ModelLimit? {
    var limit = self
    limit.reference = .zero
    switch reference {
    case .zero: return self
    case .baseline:
      guard let baseline else { return nil }
      limit.number = baseline + number
    case .percentOfBaseline:
      guard let baseline else { return nil }
      limit.number = baseline * (100 - number) / 100
    }
    return limit
  }

  func isViolated(by value: Double) -> Bool {
    switch side {
    case .above: value > number
    case .below: value < number
    }
  }

  func isBeyondDeadband(_ value: Double) -> Bool {
    switch side {
    case .above: value <= number - deadband
    case .below: value >= number + deadband
    }
  }
}

/// One level of a continuous vital; times in milliseconds.
struct ModelContinuousLevel {
  enum Test {
    case delay(Int)
    case total(Int, within: Int)
  }

  var condition: ModelCondition
  var vital: VitalSign
  var priority: ModelPriority
  var limit: ModelLimit
  var test: Test
  var clearAfter: Int
}

/// One level of cuff results; times in milliseconds.
struct ModelCuffLevel {
  enum Test {
    case atOnce
    case repeated(apart: Int, within: Int?)
  }

  var condition: ModelCondition
  var priority: ModelPriority
  var limits: [(part: VitalSign, limit: ModelLimit)]
  var test: Test
}

/// The default protocol `ketamine-40`, written down a second time by hand.
enum ModelTable {
  static let continuous: [ModelContinuousLevel] = [
    hrHigh(.medium, 120, 15_000), hrHigh(.high, 140, 10_000),
    hrLow(.medium, 45, 30_000), hrLow(.high, 41, 10_000),
    spo2(.low, 94, .delay(60_000)), spo2(.medium, 90, .total(30_000, within: 120_000)),
    spo2(.medium, 90, .delay(15_000)), spo2(.high, 85, .delay(10_000)),
    spo2(.high, 80, .delay(0)),
  ]

  static let cuff: [ModelCuffLevel] = [
    bpHigh(.low, sbp: 159, dbp: 99, .atOnce),
    bpHigh(.medium, sbp: 159, dbp: 99, .repeated(apart: 180_000, within: nil)),
    bpHigh(.medium, sbp: 169, dbp: 104, .atOnce, aboveBaseline: (39, 24)),
    bpHigh(.high, sbp: 179, dbp: 109, .repeated(apart: 60_000, within: 300_000)),
    bpHigh(.high, sbp: 199, dbp: 119, .atOnce),
    bpLow(.medium, sbp: 90, map: 65, percentBelow: 30), bpLow(.high, sbp: 80, map: 60),
  ]

  static let pulseLost: [(priority: ModelPriority, delay: Int)] = [
    (.medium, 5_000), (.high, 15_000),
  ]

  /// How far a nurse may move a limit for one session; a priority of nil covers every level.
  static let bounds:
    [(
      condition: ModelCondition, priority: ModelPriority?, vital: VitalSign, furthest: Double
    )] = [
      (.hrHigh, nil, .hr, 140), (.hrLow, nil, .hr, 38), (.spo2Low, .medium, .spo2, 85),
      (.bpHigh, nil, .sbp, 200), (.bpHigh, nil, .dbp, 115),
    ]

  /// Priorities of each condition's levels, mild to deep.
  static func priorities(of condition: ModelCondition) -> [ModelPriority] {
    continuous.filter { $0.condition == condition }.map(\.priority)
      + cuff.filter { $0.condition == condition }.map(\.priority)
  }

  private static func hrHigh(_ priority: ModelPriority, _ limit: Double, _ delay: Int)
    -> ModelContinuousLevel
  {
    ModelContinuousLevel(
      condition: .hrHigh, vital: .hr, priority: priority,
      limit: ModelLimit(side: .above, number: limit, deadband: 3), test: .delay(delay),
      clearAfter: 20_000)
  }

  private static func hrLow(_ priority: ModelPriority, _ limit: Double, _ delay: Int)
    -> ModelContinuousLevel
  {
    ModelContinuousLevel(
      condition: .hrLow, vital: .hr, priority: priority,
      limit: ModelLimit(side: .below, number: limit, deadband: 3), test: .delay(delay),
      clearAfter: 60_000)
  }

  private static func spo2(
    _ priority: ModelPriority, _ limit: Double, _ test: ModelContinuousLevel.Test
  ) -> ModelContinuousLevel {
    ModelContinuousLevel(
      condition: .spo2Low, vital: .spo2, priority: priority,
      limit: ModelLimit(side: .below, number: limit, deadband: 1), test: test, clearAfter: 30_000)
  }

  private static func bpHigh(
    _ priority: ModelPriority, sbp: Double, dbp: Double, _ test: ModelCuffLevel.Test,
    aboveBaseline: (sbp: Double, dbp: Double)? = nil
  ) -> ModelCuffLevel {
    var limits: [(VitalSign, ModelLimit)] = [
      (.sbp, ModelLimit(side: .above, number: sbp, deadband: 5)),
      (.dbp, ModelLimit(side: .above, number: dbp, deadband: 5)),
    ]
    if let above = aboveBaseline {
      for (part, number) in [(VitalSign.sbp, above.sbp), (.dbp, above.dbp)] {
        limits.append(
          (part, ModelLimit(side: .above, number: number, deadband: 5, reference: .baseline)))
      }
    }
    return ModelCuffLevel(condition: .bpHigh, priority: priority, limits: limits, test: test)
  }

  private static func bpLow(
    _ priority: ModelPriority, sbp: Double, map: Double, percentBelow: Double? = nil
  ) -> ModelCuffLevel {
    var limits: [(VitalSign, ModelLimit)] = [
      (.sbp, ModelLimit(side: .below, number: sbp, deadband: 5)),
      (.map, ModelLimit(side: .below, number: map, deadband: 3)),
    ]
    if let percentBelow {
      limits.append(
        (
          .sbp,
          ModelLimit(
            side: .below, number: percentBelow, deadband: 5, reference: .percentOfBaseline)
        ))
    }
    return ModelCuffLevel(condition: .bpLow, priority: priority, limits: limits, test: .atOnce)
  }
}
