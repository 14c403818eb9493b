extension Condition {
  /// Cause, remedy and source of the conditions that no clinic tunes; limits have their own in the
  /// protocol.
  var guidance: Guidance {
    let ours = "infusionwatch's own rule"
    let plan = "the session's plan"
    let priorities = "IEC 60601-1-8, technical alarm conditions"
    return switch self {
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow: says("", "", "the protocol")
    case .pulseLost:
      says(
        "The monitor finds no pulse.", "Look at the patient now.",
        "pulse oximeters' status codes; a dark sensor after a desaturation is taken as bad")
    case .signalLost:
      says(
        "The probe is off, or finds no signal.", "Check the patient, then the probe.", priorities)
    case .airway:
      says(
        "A sedated patient vomits.", "Turn to the side, clear the airway, call for help.",
        "MOAA/S, modified observer's assessment of alertness and sedation")
    case .away: says("The patient was expected back.", "Look for the patient.", ours)
    case .call: says("The patient calls.", "Go to the patient.", ours)
    case .emergency: says("A nurse calls for help.", "Go to the bed now.", ours)
    case .noSession:
      says("A patient is on the monitor, but not admitted.", "Admit the patient.", ours)
    case .sedated:
      says(
        "More sedated than a slow infusion explains.", "Stop the infusion, open the airway.",
        "MOAA/S, modified observer's assessment of alertness and sedation")
    case .symptom:
      says(
        "A symptom that can mean harm by blood pressure.", "Stop the infusion, call the doctor.",
        "hypertensive emergency is told by symptoms, not by the number alone")
    case .entryDue: says("Oxygen hides slow breathing.", "Count the breaths, enter MOAA/S.", ours)
    case .gatewayLost, .linkLost:
      says(
        "The monitor cannot be reached.", "Check the monitor's power and cable.", priorities)
    case .infusionComplete: says("The planned time is over.", "Stop the infusion.", plan)
    case .infusionEnding: says("Five minutes are left.", "Prepare the stop.", plan)
    case .infusionHeld: says("The infusion stands still.", "Continue it, or stop it.", plan)
    case .infusionOverrun: says("The infusion runs on past its plan.", "Stop the infusion.", plan)
    case .linkFrozen:
      says("The monitor repeats itself.", "Compare with the monitor's screen.", priorities)
    case .linkGarbled:
      says(
        "The monitor sends what nobody understands.", "Check speed, parity and protocol.",
        priorities)
    case .linkIdentity:
      says(
        "Another monitor is plugged in here.", "Check which bed it belongs to.", priorities)
    case .nibpFailed:
      says("The cuff found no result.", "Check the cuff, feel the pulse, repeat.", priorities)
    case .nibpOverdue:
      says("No blood pressure came in time.", "Measure now.", "the protocol's cuff intervals")
    case .nibpSlot:
      says(
        "A mandatory blood pressure is missing.", "Measure now.",
        "the protocol's mandatory readings")
    case .recheckDue: says("The patient was unhooked to get up.", "Measure again.", ours)
    case .recoveryComplete:
      says("The minimum time is over.", "See what is still missing.", "the protocol's minimum")
    case .sessionForgotten:
      says("Nobody has acted for a while.", "Discharge or cancel the session.", ours)
    case .stationClock: says("The computer's clock was stepped.", "Check the time of day.", ours)
    case .stationLedger: says("Not everything can be kept.", "Check the disk; alerts go on.", ours)
    case .stationOverloaded: says("Readings are late.", "Check the computer.", ours)
    case .stationRestarted: says("It was restarted, or slept.", "Look at every bed once.", ours)
    case .stationUnwatched:
      says(
        "No nurse's display both shows and sounds the alerts.",
        "Open the board on a display and turn its sound on.", ours)
    }
  }
}

private func says(_ cause: String, _ remedy: String, _ source: String) -> Guidance {
  Guidance(cause: cause, remedy: remedy, source: source)
}
