import Records

/// The stream's numbers.
struct NumbersAreUsedOnce: Invariant {
  static let rule = "event numbers rise, and none is used twice, over all starts"

  private var last: Int64 = 0

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .decided(let batch) = step else { return nil }
    for event in batch.events {
      guard event.sequence > last else {
        return "after \(last) came \(event.sequence): \(event.event.line)"
      }
      last = event.sequence
    }
    return nil
  }
}
