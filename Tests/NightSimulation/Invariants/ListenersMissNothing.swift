import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 3, as a display sees it: nobody who comes back with an id misses an event or
/// hears one twice, however slowly it reads.
struct ListenersMissNothing: Invariant {
  static let rule = "who reads the stream hears each event once and in order, or begins anew"

  private var stream: NightStream

  init(_ plan: NightPlan) {
    stream = NightStream(plan.stream, Chance(seed: plan.seed, part: 5))
  }

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    let now = world.clock.now
    if let wrong = stream.advance(to: now) { return wrong }
    switch step {
    case .started(let resumption): stream.begin(after: resumption.nextSequence - 1)
    case .written(let batch, _): stream.keep(batch)
    case .told(let announcement): stream.tell(announcement.numbered.sequence, at: now)
    case .ended: stream.end()
    case .committed: stream.turn(at: now)
    case .decided, .asked, .answered, .over: break
    }
    return nil
  }
}
