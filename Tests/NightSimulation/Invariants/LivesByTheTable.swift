import InfusionCore
import NightKit
import Records

/// `alerts.md`, "Life of an occurrence".
struct LivesByTheTable: Invariant {
  static let rule = "an occurrence is raised once and closed once, and lives by the table"

  private var lives: [String: OccurrenceLife] = [:]
  /// An undone discharge brings occurrences back that were told as closed.
  private var hasUndone = false

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    for event in batch.events.map(\.event) {
      if event.name == .verbUndone { (lives, hasUndone) = ([:], true) }
      guard let alert = event.alert else { continue }
      let isKnown = lives[alert.id] != nil
      if event.name == .alertRaised {
        if isKnown { return "raised twice: \(event.line)" }
        lives[alert.id] = OccurrenceLife(event)
      } else if !isKnown {
        guard hasUndone else { return "never raised: \(event.line)" }
        continue
      }
      if let wrong = lives[alert.id]?.take(event) { return "\(wrong): \(event.line)" }
    }
    return nil
  }
}
