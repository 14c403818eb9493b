import InfusionCore
import Records
import Vitals

/// `architecture.md`, 8: looked at once, at the end of a night, with a clock that was never set.
struct WallClockMovesNothing: Invariant {
  static let rule = "a stepped clock on the wall moves no timer"

  private let isLooked: Bool

  init(_ plan: NightPlan) { isLooked = plan.seed % 4 == 2 }

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .over = step, isLooked else { return nil }
    var feed = CoreFeed(StationCore())
    for taken in world.ledger.inputs {
      var taken = taken
      if case .station(.clock) = taken.input {
        taken.input = .station(.clock(offset: .zero, utcOffset: .zero, stepped: nil))
      }
      feed.feed(taken)
    }
    feed.finish()
    let kept = world.ledger.events.map(\.event)
    return Difference.first(
      kept.filter(isOfBed).map(Told.init), feed.events.filter(isOfBed).map(Told.init))
  }

  private func isOfBed(_ event: Event) -> Bool { event.bed != nil }

  /// Without what is said in terms of the clock.
  private struct Told: Equatable {
    let moment: Moment
    let name: EventName
    let alert: AlertFacts?

    init(_ event: Event) { (moment, name, alert) = (event.moment, event.name, event.alert) }
  }
}
