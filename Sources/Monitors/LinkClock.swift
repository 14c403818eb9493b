public import Vitals

/// The station's clock as a link sees it; in a demonstration it runs faster than real time.
public struct LinkClock: Sendable {
  /// The moment now.
  public var now: @Sendable () -> Moment
  /// How many times faster than real time the clock runs; above 0.
  public var speed: Double

  /// A clock and its speed.
  public init(now: @escaping @Sendable () -> Moment, speed: Double = 1) {
    self.now = now
    self.speed = speed
  }

  /// Real milliseconds until a moment, rounded up so that it has come then.
  func realMilliseconds(until moment: Moment) -> Int64 {
    Int64((Double((moment - now()).milliseconds) / speed).rounded(.up))
  }

  /// How far the clock runs on in this much real time.
  func span(ofReal span: Span) -> Span {
    .milliseconds(Int64((Double(span.milliseconds) * speed).rounded(.up)))
  }
}
