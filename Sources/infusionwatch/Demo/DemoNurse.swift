import InfusionCore
import ServiceLifecycle
import Station
import Vitals

/// The nurse of the demonstration, who does what a script says.
struct DemoNurse: Service {
  static let name = "the simulated nurse"
  /// On a busy machine an alert may be late: a nurse waits a second and tries again.
  private static let attempts = 30

  let station: Station
  let beds: [DemoBed]
  let acts: [DemoAct]
  let timebase: DemoTimebase

  func run() async throws {
    await cancelWhenGracefulShutdown { [self] in
      for act in acts {
        guard (try? await timebase.sleep(until: timebase.opening + act.at)) != nil else { return }
        switch act.what {
        case .verb(let verb): await tell(verb, bed: act.bed)
        case .pressCuff:
          for bed in beds where bed.plan.bed == act.bed { bed.pressCuff(at: timebase.now) }
        }
      }
    }
    try await gracefulShutdown()
  }

  private func tell(_ verb: Verb, bed: String) async {
    for attempt in 1...Self.attempts {
      switch await station.act(verb, bed: bed, by: Self.name) {
      case .accepted: return
      case .refused(let refusal) where attempt == Self.attempts:
        StandardError.tell("the demo's nurse was refused: \(refusal.what); \(refusal.remedy)")
      case .refused:
        guard (try? await timebase.sleep(until: timebase.now + .seconds(1))) != nil else { return }
      }
    }
  }
}
