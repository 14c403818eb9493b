import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 1 and 4.
struct ReplayIsLive: Invariant {
  static let rule = "the kept inputs, fed to a fresh core, give the kept events and the same state"

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .written(let batch, let again): return judge(batch, again)
    case .started(let resumption):
      guard let last = resumption.lastMoment else { return nil }
      // A snapshot may know of time that passed after the last input.
      var (resumed, replayed) = (resumption.core, world.replay.core)
      _ = (resumed.receive(.time, at: last), replayed.receive(.time, at: last))
      guard let difference = Difference.first(resumed, replayed) else { return nil }
      return "at \(last.milliseconds) a start goes on from another state than all kept inputs"
        + " come to: \(difference)"
    case .decided, .committed, .told, .asked, .answered, .ended, .over: return nil
    }
  }

  private func judge(_ batch: LedgerBatch, _ again: [NightReplay.Lived]) -> String? {
    var events: [Event] = []
    for action in again.lazy.flatMap(\.actions) {
      if case .announce(let event) = action { events.append(event) }
    }
    let kept = batch.events.map(\.event)
    guard kept != events else { return nil }
    let index = zip(kept, events).prefix { $0 == $1 }.count
    let was = index < kept.count ? kept[index].line : "nothing"
    let come = index < events.count ? events[index].line : "nothing"
    return "kept \(was), and again \(come)"
  }
}
