import Vitals

/// How long to leave a unit alone after it failed: a little longer each time, never in step with
/// the other links.
struct BackOff: Hashable, Sendable {
  /// After the first failure: soon, because a lost link is told only after the second.
  static let shortest = Span.milliseconds(250)
  /// The longest wait, however long the failure lasts.
  static let longest = Span.seconds(5)

  private let atMost: Span
  /// Failures since the last answer.
  private(set) var failures = 0

  init(atMost: Span = longest) { self.atMost = atMost }

  /// Notes a failure and tells how long to wait: between half and the whole of the doubled time.
  mutating func failed(by generator: inout some RandomNumberGenerator) -> Span {
    let doubled = Self.shortest.milliseconds << min(failures, 10)
    failures += 1
    let whole = min(doubled, atMost.milliseconds)
    return .milliseconds(Int64.random(in: (whole / 2)...whole, using: &generator))
  }

  /// Notes an answer.
  mutating func answered() { failures = 0 }
}
