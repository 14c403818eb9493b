/// What the model judges. Anything else that the station tells is left to other tests.
extension NightModel {
  /// Alerts of these conditions are compared.
  public static let conditions = Set(ModelCondition.allCases)

  /// Events besides alerts that are compared.
  public static let eventNames: Set<String> = [
    "session.admitted", "session.moved", "monitor.rebound", "phase.changed", "baseline.set",
    "limit.changed", "entry.recorded", "entry.corrected", "verb.undone", "audio.paused",
    "audio.resumed", "alarm.paused", "alarm.resumed", "patient.away", "patient.back",
    "patient.unhooked", "handover.done", "link.up", "link.down",
  ]

  /// Whether the model has to tell such an event, and only it.
  public static func covers(_ event: ModelEvent) -> Bool {
    event.condition.map(conditions.contains) ?? eventNames.contains(event.name)
  }
}
