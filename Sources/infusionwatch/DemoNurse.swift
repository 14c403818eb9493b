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
        if case .start = verb { bed.start(at: timebase.now) }
        if case .refused(let refusal) = await station.act(verb, bed: bed.name, by: "demo") {
          StandardError.tell("the demo's nurse was refused: \(refusal.what); \(refusal.remedy)")
        }
      }
    }
    try await gracefulShutdown()
  }

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
