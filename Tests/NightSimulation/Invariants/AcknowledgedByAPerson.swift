import InfusionCore
import Records

/// `alerts.md`: an acknowledgement belongs to one occurrence, and to who gave it.
struct AcknowledgedByAPerson: Invariant {
  static let rule = "nothing but a nurse's verb acknowledges an alert, and only that one"

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    for event in batch.events.map(\.event) where event.name == .alertAcknowledged {
      guard let alert = event.alert else { continue }
      let isMeant = batch.inputs.contains { taken in
        guard case .act(let bed, .acknowledge(let reference), let by) = taken.input,
          taken.moment == event.moment, by == alert.by
        else { return false }
        switch reference {
        case .id(let id): return id == alert.id
        case .condition(let condition): return condition == alert.condition && bed == event.bed
        }
      }
      if !isMeant { return "nobody did: \(event.line)" }
    }
    return nil
  }
}
