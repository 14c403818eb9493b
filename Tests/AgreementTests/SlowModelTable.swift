import Vitals

/// The conditions that bare vitals can raise, in the order in which one instant tells them.
enum ModelCondition: String, CaseIterable {
  case hrHigh = "hr.high"
  case hrLow = "hr.low"
  case spo2Low = "spo2.low"
  case bpHigh = "bp.high"
  case bpLow = "bp.low"
  case pulseLost = "pulse.lost"
  case signalLost = "signal.lost"
}

enum ModelPriority: String {
  case low
  case medium
  case high

  var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }
}

enum ModelSide {
  case above
  case below
}

/// A strict limit with its deadband.
struct ModelLimit {
  var side: ModelSide
  var limit: Double
  var deadband: Double

  func isViolated(by value: Double) -> Bool {
    switch side {
    case .above: value > limit
    case .below: value < limit
    }
  }

  func isBeyondDeadband(_ value: Double) -> Bool {
    switch side {
    case .above: value <= limit - deadband
    case .below: value >= limit + deadband
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

/// The default protocol `ketamine-40`, absolute limits only, written down a second time by hand.
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
    bpHigh(.medium, sbp: 169, dbp: 104, .atOnce),
    bpHigh(.high, sbp: 179, dbp: 109, .repeated(apart: 60_000, within: 300_000)),
    bpHigh(.high, sbp: 199, dbp: 119, .atOnce),
    bpLow(.medium, sbp: 90, map: 65), bpLow(.high, sbp: 80, map: 60),
  ]

  static let pulseLost: [(priority: ModelPriority, delay: Int)] = [
    (.medium, 5_000), (.high, 15_000),
  ]

  /// Priorities of each condition's levels, mild to deep.
  static func priorities(of condition: ModelCondition) -> [ModelPriority] {
    switch condition {
    case .hrHigh, .hrLow, .spo2Low:
      continuous.filter { $0.condition == condition }.map(\.priority)
    case .bpHigh, .bpLow: cuff.filter { $0.condition == condition }.map(\.priority)
    case .pulseLost: pulseLost.map(\.priority)
    case .signalLost: [.low, .medium]
    }
  }

  private static func hrHigh(_ priority: ModelPriority, _ limit: Double, _ delay: Int)
    -> ModelContinuousLevel
  {
    ModelContinuousLevel(
      condition: .hrHigh, vital: .hr, priority: priority,
      limit: ModelLimit(side: .above, limit: limit, deadband: 3), test: .delay(delay),
      clearAfter: 20_000)
  }

  private static func hrLow(_ priority: ModelPriority, _ limit: Double, _ delay: Int)
    -> ModelContinuousLevel
  {
    ModelContinuousLevel(
      condition: .hrLow, vital: .hr, priority: priority,
      limit: ModelLimit(side: .below, limit: limit, deadband: 3), test: .delay(delay),
      clearAfter: 60_000)
  }

  private static func spo2(
    _ priority: ModelPriority, _ limit: Double, _ test: ModelContinuousLevel.Test
  ) -> ModelContinuousLevel {
    ModelContinuousLevel(
      condition: .spo2Low, vital: .spo2, priority: priority,
      limit: ModelLimit(side: .below, limit: limit, deadband: 1), test: test, clearAfter: 30_000)
  }

  private static func bpHigh(
    _ priority: ModelPriority, sbp: Double, dbp: Double, _ test: ModelCuffLevel.Test
  ) -> ModelCuffLevel {
    ModelCuffLevel(
      condition: .bpHigh, priority: priority,
      limits: [
        (.sbp, ModelLimit(side: .above, limit: sbp, deadband: 5)),
        (.dbp, ModelLimit(side: .above, limit: dbp, deadband: 5)),
      ], test: test)
  }

  private static func bpLow(_ priority: ModelPriority, sbp: Double, map: Double) -> ModelCuffLevel {
    ModelCuffLevel(
      condition: .bpLow, priority: priority,
      limits: [
        (.sbp, ModelLimit(side: .below, limit: sbp, deadband: 5)),
        (.map, ModelLimit(side: .below, limit: map, deadband: 3)),
      ], test: .atOnce)
  }
}
