import InfusionCore
import Records
import Vitals

/// `architecture.md`, 8: looked at once, at the end of a night, with many looks at the clock.
struct WaysThroughTime: Invariant {
  static let rule = "advancing to b by way of a is advancing to b"

  private var chance: Chance
  private let isLooked: Bool

  init(_ plan: NightPlan) {
    chance = Chance(seed: plan.seed, part: 3)
    isLooked = plan.seed % 4 == 1
  }

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .over = step, isLooked else { return nil }
    var core = StationCore()
    var events: [Event] = []
    var last: Moment?
    func take(_ input: Input, at moment: Moment) {
      for case .announce(let event) in core.receive(input, at: moment) { events.append(event) }
    }
    for taken in world.ledger.inputs {
      if let last, taken.moment > last, chance.chance(30) {
        let gap = (taken.moment - last).milliseconds
        take(.time, at: last + .milliseconds(chance.number(0...gap - 1)))
      }
      take(taken.input, at: taken.moment)
      last = taken.moment
    }
    if let last { take(.time, at: last) }
    let kept = world.ledger.events.map(\.event)
    guard kept != events else { return nil }
    let index = zip(kept, events).prefix { $0 == $1 }.count
    let was = index < kept.count ? kept[index].line : "nothing"
    let come = index < events.count ? events[index].line : "nothing"
    return "kept \(was), and this way \(come)"
  }
}
