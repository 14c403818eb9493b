import Station
import Vitals

/// A clock that stands until a test moves it.
struct HeldTime: Timebase {
  var now = Moment(milliseconds: 0)
  var wallOffset = Vitals.Span.zero
  var utcOffset = Vitals.Span.zero
  var speed = 1.0

  /// Nobody waits for a clock that stands.
  func sleep(until moment: Moment) async throws { throw CancellationError() }
}
