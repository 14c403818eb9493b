import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 4: the blind time is an input, and no storm of alerts follows it.
struct BlindTimeIsTold: Invariant {
  static let rule = "the first turn after a restart takes the blind time, and says so"

  private var last: Moment?
  private var isFirst = false

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .started(let resumption): (last, isFirst) = (resumption.lastMoment, true)
    case .decided(let batch) where isFirst:
      isFirst = false
      return last.flatMap { judge(batch, after: $0) }
    case .decided, .written, .committed, .told, .asked, .answered, .ended, .over: break
    }
    return nil
  }

  private func judge(_ batch: LedgerBatch, after last: Moment) -> String? {
    let isTaken = batch.inputs.contains { taken in
      guard case .station(.blind(let from, let to, _)) = taken.input else { return false }
      return from == last && to >= from && taken.moment - to <= .seconds(1)
    }
    guard isTaken else { return "no blind time since \(last.milliseconds)" }
    let isTold = batch.events.contains { numbered in
      numbered.event.alert?.condition == .stationRestarted
    }
    return isTold ? nil : "nobody is told of the blind time since \(last.milliseconds)"
  }
}
