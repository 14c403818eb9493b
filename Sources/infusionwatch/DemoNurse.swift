import InfusionCore
import ServiceLifecycle
import SimulatedMonitors
import Station
import Vitals

/// The nurse of the demonstration, who does what a nurse does, at the same times in each run.
struct DemoNurse: Service {
  let station: Station
  let beds: [DemoBed]
  let timebase: SystemTimebase

  func run() async throws {
    let opened = timebase.now
    await cancelWhenGracefulShutdown { [self] in
      for (second, bed, verb) in script {
        guard (try? await timebase.sleep(until: opened + .seconds(second))) != nil else { return }
        await act(verb, at: bed)
      }
    }
    try await gracefulShutdown()
  }

  /// On a busy machine a cuff result may not be there yet: a nurse waits and tries again.
  private func act(_ verb: Verb, at bed: DemoBed) async {
    for attempt in 1...Self.attempts {
      switch await station.act(verb, bed: bed.name, by: "the simulated nurse") {
      case .accepted:
        bed.took(verb, at: timebase.now)
        return
      case .refused(let refusal) where attempt == Self.attempts:
        StandardError.tell("the demo's nurse was refused: \(refusal.what); \(refusal.remedy)")
      case .refused:
        guard (try? await timebase.sleep(until: timebase.now + .seconds(1))) != nil else { return }
      }
    }
  }
  private static let attempts = 30

  /// Seconds on the station's clock since the demonstration began.
  private var script: [(Int64, DemoBed, Verb)] {
    beds.map { (2, $0, .admit(.init(escort: "named"))) }
      + beds.map { (7, $0, .baseline(baseline(of: $0))) }
      + beds.map { (9, $0, .start(.init())) }
      + beds.filter { $0.patient.scenario == .desaturation }.map {
        (100, $0, .acknowledge(.condition(.spo2Low)))
      }
  }

  private func baseline(of bed: DemoBed) -> Verb.Baseline {
    let rest = bed.patient.rest
    return Verb.Baseline(sbp: rest.sbp.rounded(), dbp: rest.dbp.rounded(), map: nil)
  }
}
