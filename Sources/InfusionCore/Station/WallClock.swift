public import Vitals

/// What the wall clock shows at a moment.
public struct WallClock: Hashable, Codable, Sendable {
  /// Wall time, UTC, is so much later than the moment's clock.
  public var offset: Span
  /// The clinic's time is so much later than UTC.
  public var utcOffset: Span

  /// A clock that shows the moment's own time, in UTC, unless said otherwise.
  public init(offset: Span = .zero, utcOffset: Span = .zero) {
    self.offset = offset
    self.utcOffset = utcOffset
  }

  /// Date and time of day in the clinic.
  public func local(_ moment: Moment) -> CivilTime {
    CivilTime(millisecondsSince1970: (moment + offset + utcOffset).milliseconds)
  }

  /// Date and time of day in UTC.
  public func universal(_ moment: Moment) -> CivilTime {
    CivilTime(millisecondsSince1970: (moment + offset).milliseconds)
  }

  /// The clinic's zone as `UTC`, `UTC+01:00`.
  public var zone: String {
    let minutes = utcOffset.milliseconds / 60_000
    guard minutes != 0 else { return "UTC" }
    let hours = "\(100 + minutes.magnitude / 60)".dropFirst()
    let rest = "\(100 + minutes.magnitude % 60)".dropFirst()
    return "UTC\(minutes < 0 ? "-" : "+")\(hours):\(rest)"
  }

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
