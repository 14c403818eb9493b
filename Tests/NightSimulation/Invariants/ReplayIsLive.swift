import InfusionCore
import Records
import Station
import Vitals

/// What the ledger keeps, fed to a core that knows nothing of turns, wakes or restarts.
struct ReplayIsLive: Invariant {
  static let rule = "the kept inputs, fed to a fresh core, give the kept events and the same state"

  private var feed = CoreFeed(StationCore())
  private var told = 0

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .written(let batch): return replay(batch)
    case .started(let resumption):
      guard let last = resumption.lastMoment else { return nil }
      // A snapshot may know of time that passed after the last input.
      var (resumed, replayed) = (resumption.core, feed.core)
      _ = (resumed.receive(.time, at: last), replayed.receive(.time, at: last))
      guard let difference = Difference.first(resumed, replayed) else { return nil }
      return "at \(last.milliseconds) a start goes on from another state than all kept inputs"
        + " come to: \(difference)"
    case .decided, .committed, .told, .asked, .answered, .ended, .over: return nil
    }
  }

  private mutating func replay(_ batch: LedgerBatch) -> String? {
    for taken in batch.inputs { feed.feed(taken) }
    feed.finish()
    let again = feed.events.dropFirst(told)
    told = feed.events.count
    guard !again.elementsEqual(batch.events.lazy.map(\.event)) else { return nil }
    let kept = batch.events.map(\.event)
    let index = zip(kept, again).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let at = index ?? min(kept.count, again.count)
    let was = at < kept.count ? kept[at].line : "nothing"
    let come = at < again.count ? again[again.startIndex + at].line : "nothing"
    return "kept \(was), and again \(come)"
  }
}
