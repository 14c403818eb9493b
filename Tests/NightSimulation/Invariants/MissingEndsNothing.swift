import InfusionCore
import Records
import Vitals

/// `architecture.md`, 2.
struct MissingEndsNothing: Invariant {
  static let rule = "only a reading, or a person, ends or eases a physiological alert"

  private static let better: [EventName] = [.alertClosed, .alertLatched, .alertEased]
  private static let vitals: [Condition: [VitalSign]] = [
    .hrHigh: [.hr], .hrLow: [.hr], .spo2Low: [.spo2], .bpHigh: VitalSign.cuff,
    .bpLow: VitalSign.cuff,
  ]

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    for event in batch.events.map(\.event) where Self.better.contains(event.name) {
      guard let alert = event.alert, let vitals = Self.vitals[alert.condition] else { continue }
      let isExplained = batch.inputs.contains { taken in
        taken.moment == event.moment && explains(taken.input, vitals)
      }
      if !isExplained { return "out of nothing: \(event.line)" }
    }
    return nil
  }

  private func explains(_ input: Input, _ vitals: [VitalSign]) -> Bool {
    switch input {
    case .readings(_, let readings, _):
      readings.contains { vitals.contains($0.vital) && $0.isPlausible }
    case .act, .setUp: true
    case .machine, .station, .time: false
    }
  }
}
