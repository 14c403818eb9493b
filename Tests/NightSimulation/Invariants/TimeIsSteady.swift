import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 8.
struct TimeIsSteady: Invariant {
  static let rule = "no moment comes twice, none decreases, and no event is ahead of its inputs"

  private var last: Moment?
  private var lastEvent: Moment?
  private var kept: Moment?

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .started(let resumption):
      // What nobody was told and nothing kept may be lived again.
      (last, lastEvent) = (resumption.lastMoment, nil)
      guard let kept, let last, last < kept else { return nil }
      return "\(kept.milliseconds) was kept, and a start goes on from \(last.milliseconds)"
    case .decided(let batch): return judge(batch)
    case .written(let batch, _):
      kept = batch.inputs.last?.moment ?? kept
      return nil
    case .committed, .told, .asked, .answered, .ended, .over: return nil
    }
  }

  private mutating func judge(_ batch: LedgerBatch) -> String? {
    guard let moment = batch.inputs.first?.moment else { return "a batch without inputs" }
    guard batch.inputs.allSatisfy({ $0.moment == moment }) else { return "a turn of two moments" }
    if let last, moment <= last { return "\(moment.milliseconds) after \(last.milliseconds)" }
    last = moment
    for event in batch.events.map(\.event) {
      if event.moment > moment { return "ahead of \(moment.milliseconds): \(event.line)" }
      if let lastEvent, event.moment < lastEvent { return "back in time: \(event.line)" }
      lastEvent = event.moment
    }
    return nil
  }
}
