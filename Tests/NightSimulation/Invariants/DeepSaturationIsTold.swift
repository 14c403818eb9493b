import InfusionCore
import Records
import Station
import Vitals

/// `alerts.md`: below 80 is high at once, with or without a session, whatever is paused.
struct DeepSaturationIsTold: Invariant {
  static let rule = "a usable saturation below 80 is a high alert at once, whatever else is"

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .decided(let batch) = step, let core = world.turns?.core else { return nil }
    for taken in batch.inputs {
      guard case .readings(let name, let readings, let monitor?) = taken.input,
        let deep = readings.last(where: { $0.vital == .spo2 }), deep.isPlausible,
        let value = deep.value, value < 80,
        let bed = core.beds.first(where: { $0.name == name }),
        bed.watch.spo2.lastUsable == value, bed.watch.spo2.latestAt == taken.moment,
        bed.setup.monitors.contains(where: { $0.name == monitor })
      else { continue }
      let isTold = bed.watch.alerts.contains {
        $0.condition == .spo2Low && $0.occurrence?.isPresent == true
          && $0.occurrence?.priority == .high
      }
      if !isTold { return "bed \(name): SpO2 \(value) at \(taken.moment.milliseconds)" }
    }
    return nil
  }
}
