import Records

/// The stream's numbers.
struct NumbersAreUsedOnce: Invariant {
  static let rule = "event numbers rise over all that is kept, and none is used twice"

  private var last: Int64 = 0
  private var lastKept: Int64 = 0
  private var used: Set<Int64> = []

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    // What a start told that could write nothing is known to nobody: a clock that went back may
    // lead below it.
    case .started: last = lastKept
    case .written(let batch, _): lastKept = max(lastKept, batch.events.last?.sequence ?? 0)
    case .decided(let batch):
      for event in batch.events {
        guard event.sequence > last, used.insert(event.sequence).inserted else {
          return "after \(last) came \(event.sequence): \(event.event.line)"
        }
        last = event.sequence
      }
    case .committed, .told, .asked, .answered, .ended, .over: break
    }
    return nil
  }
}
