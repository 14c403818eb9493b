import SlowModel

/// What nasty recordings must reach between them.
enum ReachableEvents {
  /// Every event that a condition's levels allow while nobody acknowledges.
  static let all: Set<String> = {
    let always = ["raised", "escalated", "closed", "unanswered"]
    let also: [ModelCondition: [String]] = [
      .hrHigh: ["eased", "latched", "returned"], .hrLow: ["eased", "latched", "returned"],
      .spo2Low: ["worsened", "eased", "latched", "returned"],
      .bpHigh: ["worsened", "eased", "latched", "returned"],
      .bpLow: ["eased", "latched", "returned"],
      .pulseLost: ["worsened", "latched", "returned"], .signalLost: ["worsened"],
    ]
    return Set(
      ModelEvent.bareConditions.flatMap { condition in
        (always + (also[condition] ?? [])).map { "\(condition.rawValue) alert.\($0)" }
      })
  }()
}

extension ModelEvent {
  /// What bare vitals can raise.
  static let bareConditions: [ModelCondition] = [
    .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost,
  ]
}
