/// Every condition of a bed or of the station, in the order in which one instant tells them.
public enum ModelCondition: String, CaseIterable, Sendable {
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

  /// What bare vitals can raise.
  static let ofBareVitals: [ModelCondition] = [
    .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost,
  ]

  /// HR, SpO2 and blood pressure.
  static let ofVitals: [ModelCondition] = [.hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow]

  /// What else concerns the patient, and not the equipment.
  static let otherPhysiological: [ModelCondition] = [
    .pulseLost, .airway, .call, .emergency, .sedated, .symptom,
  ]

  var isOfCuff: Bool { self == .bpHigh || self == .bpLow }
}

/// How loud, mildest first.
public enum ModelPriority: String, Sendable {
  case information
  case low
  case medium
  case high

  var rank: Int {
    switch self {
    case .information: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    }
  }
}

/// One event, with what the model and the station are compared by.
public struct ModelEvent: Hashable, Sendable, CustomStringConvertible {
  /// Milliseconds.
  public var time: Int
  /// Nil: the station's own.
  public var bed: String?
  public var name: String
  public var condition: ModelCondition?
  public var priority: String
  public var presence: String
  /// What else is compared: the phases of `phase.changed`, the end of a pause.
  public var detail: String

  /// One event; empty where it says nothing.
  public init(
    time: Int, bed: String?, name: String, condition: ModelCondition? = nil,
    priority: String = "", presence: String = "", detail: String = ""
  ) {
    self.time = time
    self.bed = bed
    self.name = name
    self.condition = condition
    self.priority = priority
    self.presence = presence
    self.detail = detail
  }

  public var description: String {
    let words = [name, condition?.rawValue ?? "", priority, presence, detail].filter { !$0.isEmpty }
    return "\(Double(time) / 1000) \(bed.map { "bed \($0)" } ?? "station") "
      + words.joined(separator: " ")
  }
}
