/// What the model judges. Anything else that the station tells is left to other tests.
extension NightModel {
  /// Alerts of these conditions are compared.
  public static let conditions: Set<ModelCondition> = [
    .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow,
  ]

  /// Events besides alerts that are compared.
  public static let eventNames: Set<String> = [
    "session.admitted", "phase.changed", "baseline.set", "limit.changed", "entry.recorded",
    "entry.corrected", "session.moved", "monitor.rebound", "verb.undone", "handover.done",
  ]

  /// Whether the model has to tell such an event, and only it.
  public static func covers(_ event: ModelEvent) -> Bool {
    event.condition.map(conditions.contains) ?? eventNames.contains(event.name)
  }
}
