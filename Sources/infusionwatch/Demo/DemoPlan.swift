import MonitorProtocols
import SimulatedMonitors
import Vitals

/// What is played at one bed, and how far its session is when the demonstration opens.
struct DemoPlan: Hashable, Sendable {
  /// The most beds of a trainer.
  static let mostBeds = 8

  let bed: String
  let scenario: SimulatedPatient.Scenario
  /// How long the infusion has been running at the opening.
  let infusing: Span
  /// What its monitor speaks; all vital signs come from one.
  var speaks = SimulatedProtocol.modbusTCP
  /// When the link dies, counted from the opening; of Modbus TCP only.
  var outage: LinkOutage?

  /// The patient at this bed; beds with the same scenario have different patients.
  var patient: SimulatedPatient {
    SimulatedPatient(scenario, seed: UInt64(bed) ?? 0, onset: scenario.onset)
  }

  /// Four beds, one story each, staggered so that they can be followed. The link dies where nothing
  /// else happens: good numbers are no news once nobody can read them. A serial protocol has no
  /// heartbeat, and this one no word for a probe that is off, so it stands where neither matters.
  static let story = [
    DemoPlan(
      bed: "1", scenario: .usualRise, infusing: .seconds(1950),
      outage: LinkOutage(hangs: .seconds(200), refuses: .seconds(230), returns: .seconds(290))),
    DemoPlan(
      bed: "2", scenario: .desaturation, infusing: .minutes(22), speaks: .serial(.datexDRI)),
    DemoPlan(bed: "3", scenario: .hypertensiveCrisis, infusing: .seconds(990)),
    DemoPlan(bed: "4", scenario: .probeOff, infusing: .minutes(6), speaks: .modbusRTU),
  ]

  /// A bed for each scenario: every story begins within a minute, each bed's a little after the
  /// one before.
  static func trainer(_ scenarios: [SimulatedPatient.Scenario]) -> [DemoPlan] {
    scenarios.enumerated().map { index, scenario in
      DemoPlan(
        bed: String(index + 1), scenario: scenario,
        infusing: scenario.head - .seconds(45) * Int64(index))
    }
  }
}

extension SimulatedPatient.Scenario {
  /// When its own part begins, counted from the start of the infusion.
  fileprivate var onset: Span {
    switch self {
    case .usualRise: .zero
    case .desaturation: .seconds(22 * 60 + 10)
    case .hypertensiveCrisis: .seconds(990)
    case .probeOff: .seconds(7 * 60 + 10)
    }
  }

  /// How far the first bed of a trainer is. A crisis shows only when the cuff measures: a minute
  /// later.
  fileprivate var head: Span {
    switch self {
    case .usualRise: .seconds(1950)
    case .desaturation: .minutes(22)
    case .hypertensiveCrisis: .minutes(18)
    case .probeOff: .minutes(7)
    }
  }
}
