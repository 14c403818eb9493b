import SimulatedMonitors
import Vitals

/// The first lines of the demonstration: what is simulated, how fast, what will happen, where.
struct DemoOpening: CustomStringConvertible {
  var speed: Double
  var beds: [DemoBed]
  /// Whether a simulated nurse answers.
  var hasNurse: Bool
  /// Where the board is; nil: there is none.
  var boardLink: String?

  var description: String {
    let who =
      hasNurse
      ? "A simulated nurse acts, and leaves one alert unanswered."
      : "The infusions run already. Nobody answers the alerts: that is for whoever trains."
    let board = boardLink.map { "\nThe board: \($0)\n" } ?? ""
    return """
      SIMULATED patients, \(pace); no real monitor is read. Ctrl-C ends it.
      \(board)
      \(beds.map(line).joined(separator: "\n"))

      Their monitors:
      \(beds.map(monitor).joined(separator: "\n"))

      \(who)
      Priorities: !!! high, !! medium, ! low, i for information.


      """
  }

  private var pace: String {
    guard speed != 1 else { return "as fast as life" }
    return "\(speed == speed.rounded() ? String(Int(speed)) : String(speed)) times faster than life"
  }

  private func monitor(of bed: DemoBed) -> String {
    "bed \(bed.plan.bed)  \(bed.plan.speaks.name) at \(bed.monitor.place)"
  }

  private func line(of bed: DemoBed) -> String {
    let minutes = bed.plan.infusing.milliseconds / 60_000
    let link = bed.plan.outage == nil ? "" : "; later its link dies for a while"
    return """
      bed \(bed.plan.bed)  \(minutes) min into the infusion: \(bed.plan.scenario.words)\(link)
      """
  }
}

extension SimulatedPatient.Scenario {
  fileprivate var words: String {
    switch self {
    case .usualRise: "the usual rise of blood pressure"
    case .desaturation: "oxygen saturation falls for two minutes"
    case .hypertensiveCrisis: "blood pressure climbs too far"
    case .probeOff: "the finger probe falls off, twice"
    }
  }
}
