import Vitals

/// What the wall clock shows at a moment.
struct WallClock: Hashable, Codable, Sendable {
  /// Wall time, UTC, is so much later than the moment's clock.
  var offset = Span.zero
  /// The clinic's time is so much later than UTC.
  var utcOffset = Span.zero
  private static let day = Span.minutes(24 * 60)

  /// The moment at which the clock on the wall last showed a time of day.
  func last(_ time: ClockTime, before now: Moment) -> Moment {
    let local = now + offset + utcOffset
    let day = Self.day.milliseconds
    let sinceMidnight = ((local.milliseconds % day) + day) % day
    let wanted = Int64(time.hour * 60 + time.minute) * 60_000
    let ago = wanted <= sinceMidnight ? sinceMidnight - wanted : sinceMidnight - wanted + day
    return now - .milliseconds(ago)
  }
}
