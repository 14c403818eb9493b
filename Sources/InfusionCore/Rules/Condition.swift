/// One thing that can be wrong with one bed or with the station. One cause, one alert.
///
/// The order of the cases is the order in which one instant's events are told.
public enum Condition: String, CaseIterable, Codable, Sendable {
  case hrHigh = "hr.high"
  case hrLow = "hr.low"
  case spo2Low = "spo2.low"
  case bpHigh = "bp.high"
  case bpLow = "bp.low"
  case pulseLost = "pulse.lost"
  case signalLost = "signal.lost"
  case airway = "bed.airway"
  case away = "bed.away"
  case call = "bed.call"
  case emergency = "bed.emergency"
  case noSession = "bed.no_session"
  case sedated = "bed.sedated"
  case symptom = "bed.symptom"
  case entryDue = "entry.due"
  case gatewayLost = "gateway.lost"
  case infusionComplete = "infusion.complete"
  case infusionEnding = "infusion.ending"
  case infusionHeld = "infusion.held"
  case infusionOverrun = "infusion.overrun"
  case linkFrozen = "link.frozen"
  case linkGarbled = "link.garbled"
  case linkIdentity = "link.identity"
  case linkLost = "link.lost"
  case nibpFailed = "nibp.failed"
  case nibpOverdue = "nibp.overdue"
  case nibpSlot = "nibp.slot"
  case recheckDue = "recheck.due"
  case recoveryComplete = "recovery.complete"
  case sessionForgotten = "session.forgotten"
  case stationClock = "station.clock"
  case stationLedger = "station.ledger"
  case stationOverloaded = "station.overloaded"
  case stationRestarted = "station.restarted"
  case stationUnwatched = "station.unwatched"

  /// What sort of thing is wrong.
  public var kind: ConditionKind {
    switch self {
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .airway, .call, .emergency,
      .sedated, .symptom:
      .physiological
    case .signalLost, .noSession, .gatewayLost, .linkFrozen, .linkGarbled, .linkIdentity,
      .linkLost, .nibpFailed, .nibpOverdue, .stationClock, .stationLedger, .stationOverloaded,
      .stationRestarted, .stationUnwatched:
      .technical
    case .away, .entryDue, .infusionComplete, .infusionEnding, .infusionHeld, .infusionOverrun,
      .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten:
      .timing
    }
  }
}

/// The cause's domain: the patient, the equipment, or the clock of the session.
public enum ConditionKind: String, Codable, Sendable {
  case physiological
  case technical
  case timing
}
