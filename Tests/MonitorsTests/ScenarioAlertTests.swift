import InfusionCore
import Settings
import SimulatedMonitors
import Testing
import Vitals

/// What the rules of `ketamine-40` make of each simulated patient.
@Suite struct ScenarioAlertTests {
  @Test(
    arguments: [
      (.usualRise, []),
      (.desaturation, ["raised spo2.low medium"]),
      // The cuff measures 2:30 after the onset, and then each 5 min.
      (.hypertensiveCrisis, ["raised bp.high medium", "escalated bp.high high"]),
      (
        .probeOff,
        ["raised signal.lost low", "escalated signal.lost medium", "raised signal.lost low"]
      ),
    ] as [(SimulatedPatient.Scenario, [String])])
  func `a scenario raises its own alerts and no others`(
    scenario: SimulatedPatient.Scenario, alerts: [String]
  ) async throws {
    let course = try await Course(SimulatedPatient(scenario, seed: 1, onset: .seconds(690)))
    #expect(course.alerts == alerts)
  }

  @Test func `a crisis that is treated ends its alert after two good results`() async throws {
    var patient = SimulatedPatient(.hypertensiveCrisis, seed: 3, onset: .seconds(690))
    patient.relief = .minutes(20)
    let course = try await Course(patient)
    #expect(course.closed == ["bp.high"])
  }
}

/// A session of one simulated patient: admitted, measured, 40 min of infusion, 10 min of recovery;
/// read as rarely as no signal counts as lost.
private struct Course {
  private(set) var events: [Event] = []

  init(_ patient: SimulatedPatient) async throws {
    var core = StationCore()
    let bedside = SimulatedBedside(patient, firstCuff: .minutes(1))
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let monitor = MonitorSetup(
      name: "m", vitals: VitalSign.allCases, every: .seconds(1), link: "m")
    let acts: [Int64: Verb] = [
      0: .admit(.init(escort: "named")), 396: .baseline(nil), 420: .start(.init()),
      2820: .stop(reason: nil),
    ]
    let switchedOn = Moment(milliseconds: 0)
    var inputs: [(Int64, Input)] = [
      (
        0,
        .setUp(
          StationSetup(
            beds: [BedSetup(bed: "1", monitors: [monitor])], protocols: [rules],
            defaultProtocol: rules.name))
      )
    ]
    for second in stride(from: Int64(0), through: 3420, by: 4) {
      if let verb = acts[second] { inputs.append((second, .act(bed: "1", verb, by: "test"))) }
      let readings = bedside.readings(
        on: .seconds(second), started: .seconds(420), switchedOn: switchedOn)
      inputs.append((second, .readings(bed: "1", readings, monitor: "m")))
    }
    for (second, input) in inputs {
      // Other tests wait for links meanwhile.
      await Task.yield()
      for action in core.receive(input, at: switchedOn + .seconds(second)) {
        switch action {
        case .announce(let event): events.append(event)
        case .reply(.refused(let refusal)): throw refusal
        case .reply, .persist, .wake: break
        }
      }
    }
  }

  /// Alerts of vital signs and signals as they began or grew, without the sessions' own clocks.
  var alerts: [String] {
    let growing: [EventName: String] = [.alertRaised: "raised", .alertEscalated: "escalated"]
    return events.compactMap { event in
      guard let word = growing[event.name], let alert = event.alert, alert.condition.kind != .timing
      else {
        return nil
      }
      return "\(word) \(alert.condition.rawValue) \(alert.priority.rawValue)"
    }
  }

  /// The conditions whose alerts ended, timing left aside.
  var closed: [String] {
    events.filter { $0.name == .alertClosed && $0.alert?.condition.kind != .timing }
      .compactMap { $0.alert?.condition.rawValue }
  }
}
