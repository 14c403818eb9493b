public import Vitals

extension AlertFacts {
  /// What is wrong, in one short sentence; how long it took to tell, where that matters.
  func sentence(withDuration: Bool = false) -> String {
    let duration = withDuration ? self.duration.map { " \($0)" } ?? "" : ""
    return bareSentence + duration + (evaluable ? "" : "; no reading now")
  }

  private var bareSentence: String {
    switch condition {
    case .hrHigh, .hrLow, .spo2Low: numbers
    case .bpHigh, .bpLow: with(numbers)
    case .pulseLost: Self.named("No pulse", lost.map(\.vital.words))
    case .signalLost: Self.sentence(lost)
    case .airway: with("Airway at risk")
    case .away: with("The patient is not back")
    case .call: with("The patient calls")
    case .emergency: with("Emergency")
    case .noSession: with("Vital signs without a session")
    case .sedated: with("Too sedated")
    case .symptom: with("Symptom")
    case .entryDue: with("MOAA/S and breathing rate are due")
    case .gatewayLost: with("Several monitors cannot be reached")
    case .infusionComplete: with("The planned end of the infusion is reached")
    case .infusionEnding: with("The infusion ends soon")
    case .infusionHeld: with("The infusion is still held")
    case .infusionOverrun: with("The infusion runs past its planned end")
    case .linkFrozen: with("The monitor's values do not move")
    case .linkGarbled: with("The monitor sends nothing that can be read")
    case .linkIdentity: with("Another monitor answers at this bed")
    case .linkLost: with("The monitor cannot be reached")
    case .nibpFailed: with("The cuff found no blood pressure")
    case .nibpOverdue: with("Blood pressure is overdue")
    case .nibpSlot: with("A mandatory blood pressure is missing")
    case .recheckDue: with("The patient was unhooked: measure again")
    case .recoveryComplete:
      detail.map { "Minimum recovery time reached, still missing: \($0)" }
        ?? "Minimum recovery time reached"
    case .sessionForgotten: with("Nobody has acted on this session for a while")
    case .stationClock: with("The computer's clock was stepped")
    case .stationLedger: with("Records may be lost")
    case .stationOverloaded: with("Readings come late")
    case .stationRestarted: with("The station was restarted or slept")
    case .stationUnwatched: with("No display shows and sounds the alerts")
    }
  }

  /// The condition in two or three words, for an alert that is over.
  var title: String {
    switch condition {
    case .hrHigh: "HR high"
    case .hrLow: "HR low"
    case .spo2Low: "SpO2 low"
    case .bpHigh: "blood pressure high"
    case .bpLow: "blood pressure low"
    case .pulseLost: "no pulse"
    case .signalLost: "signal lost"
    case .airway, .away, .call, .emergency, .noSession, .sedated, .symptom, .entryDue,
      .gatewayLost, .infusionComplete, .infusionEnding, .infusionHeld, .infusionOverrun,
      .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed, .nibpOverdue, .nibpSlot,
      .recheckDue, .recoveryComplete, .sessionForgotten, .stationClock, .stationLedger,
      .stationOverloaded, .stationRestarted, .stationUnwatched:
      bareSentence
    }
  }

  /// `SpO2 88 %, below 90 %`; of a value that is back inside, `SpO2 98 %, was below 90 %`.
  private var numbers: String {
    guard let vital, let value else { return "A limit is passed" }
    let number = "\(vital.words) \(value.words) \(vital.unit)"
    guard let limit, let side else { return number }
    let violates = side == .above ? value > limit : value < limit
    return "\(number), \(violates ? "" : "was ")\(side.rawValue) \(limit.words) \(vital.unit)"
  }

  /// `for 15 s`: how long the level's test took; nil where a number is judged at once.
  private var duration: String? {
    guard vital.map({ !$0.isCuff }) ?? false else { return nil }
    return detail ?? delay.flatMap { $0 > .zero ? "for \($0.words)" : nil }
  }

  private func with(_ sentence: String) -> String {
    detail.map { "\(sentence): \($0)" } ?? sentence
  }

  private static func named(_ sentence: String, _ names: [String]) -> String {
    names.isEmpty ? sentence : "\(sentence): \(names.joined(separator: ", "))"
  }

  /// `Probe off: no HR, no SpO2`.
  private static func sentence(_ lost: [LostVital]) -> String {
    var reasons: [AbsenceReason?] = []
    for vital in lost where !reasons.contains(vital.reason) { reasons.append(vital.reason) }
    let parts = reasons.map { reason in
      let vitals = lost.filter { $0.reason == reason }.map { "no \($0.vital.words)" }
      return "\(reason?.words ?? "No data"): \(vitals.joined(separator: ", "))"
    }
    return parts.isEmpty ? "Signal lost" : parts.joined(separator: "; ")
  }
}

extension AbsenceReason {
  /// As a nurse says it.
  public var words: String {
    switch self {
    case .sensorOff: "Probe off"
    case .noPulse: "No pulse found"
    case .searching: "Monitor still searching"
    case .artifact: "Signal disturbed"
    case .invalid: "Value not valid"
    case .disconnected: "Sensor not connected"
    case .notMeasured: "Not measured"
    case .measuring: "Still measuring"
    case .failed: "Measurement failed"
    }
  }
}
