import InfusionCore
import Records
import Vitals

/// `architecture.md`, 6: looked at once, at the end of a night, with and without one bed's monitor.
struct BedsAreAlone: Invariant {
  static let rule = "what one bed's monitor says changes nothing on another bed"

  private let silenced: String
  private let isLooked: Bool

  init(_ plan: NightPlan) {
    var chance = Chance(seed: plan.seed, part: 2)
    silenced = chance.pick(plan.beds).setup.bed
    isLooked = plan.seed % 4 == 0 && plan.beds.count > 1
  }

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .over = step, isLooked else { return nil }
    let kept = world.ledger.inputs
    let isCrossing = kept.contains { taken in
      guard case .act(_, let verb, _) = taken.input else { return false }
      switch verb {
      case .move, .rebind: return true
      default: return false
      }
    }
    guard !isCrossing else { return nil }
    var feed = CoreFeed(StationCore())
    for taken in kept {
      if case .readings(silenced, _, _) = taken.input { continue }
      feed.feed(taken)
    }
    feed.finish()
    let events = world.ledger.events.map(\.event)
    return Difference.first(
      events.filter(isOfOthers), feed.events.filter(isOfOthers)
    ).map { "without the readings of bed \(silenced): \($0)" }
  }

  private func isOfOthers(_ event: Event) -> Bool { event.bed.map { $0 != silenced } ?? false }
}
