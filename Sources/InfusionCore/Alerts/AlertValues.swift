import Vitals

/// The values that stand at one moment, as far as they are known.
public struct AlertValues: Hashable, Codable, Sendable {
  var hr: Double?
  var spo2: Double?
  var sbp: Double?
  var dbp: Double?
  var map: Double?

  subscript(vital: VitalSign) -> Double? {
    switch vital {
    case .hr: hr
    case .spo2: spo2
    case .sbp: sbp
    case .dbp: dbp
    case .map: map
    }
  }

  /// Whether the values have moved so far from those at an acknowledgement that it no longer
  /// covers them.
  func areWorse(than acknowledged: AlertValues, for condition: Condition) -> Bool {
    func rose(_ part: KeyPath<AlertValues, Double?>, by margin: Double) -> Bool {
      guard let now = self[keyPath: part], let then = acknowledged[keyPath: part] else {
        return false
      }
      return now - then >= margin
    }
    func fell(_ part: KeyPath<AlertValues, Double?>, by margin: Double) -> Bool {
      guard let now = self[keyPath: part], let then = acknowledged[keyPath: part] else {
        return false
      }
      return then - now >= margin
    }
    return switch condition {
    case .hrHigh: rose(\.hr, by: 20)
    case .hrLow: fell(\.hr, by: 20)
    case .spo2Low: fell(\.spo2, by: 4)
    case .bpHigh: rose(\.sbp, by: 20) || rose(\.dbp, by: 10)
    case .bpLow: fell(\.sbp, by: 15) || fell(\.map, by: 10)
    case .pulseLost, .signalLost, .airway, .away, .call, .emergency, .noSession, .sedated,
      .symptom, .entryDue, .gatewayLost, .infusionComplete, .infusionEnding, .infusionHeld,
      .infusionOverrun, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed,
      .nibpOverdue, .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten, .stationClock,
      .stationLedger, .stationOverloaded, .stationRestarted, .stationUnwatched:
      false
    }
  }
}
