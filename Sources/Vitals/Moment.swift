/// An instant in whole milliseconds.
///
/// Live it counts CLOCK_BOOTTIME, in a replay the recording's own time: a stepped wall clock moves
/// neither.
public struct Moment: Hashable, Sendable {
  /// Milliseconds since the clock's zero.
  public var milliseconds: Int64

  /// The instant this many milliseconds after the clock's zero.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }
}

extension Moment: Comparable {
  public static func < (left: Moment, right: Moment) -> Bool {
    left.milliseconds < right.milliseconds
  }
  /// The instant a span later.
  public static func + (moment: Moment, span: Span) -> Moment {
    Moment(milliseconds: moment.milliseconds + span.milliseconds)
  }
  /// The instant a span earlier.
  public static func - (moment: Moment, span: Span) -> Moment {
    Moment(milliseconds: moment.milliseconds - span.milliseconds)
  }
  /// The span from the right instant to the left.
  public static func - (later: Moment, earlier: Moment) -> Span {
    Span(milliseconds: later.milliseconds - earlier.milliseconds)
  }
}

/// A length of time in whole milliseconds.
public struct Span: Hashable, Sendable {
  /// The length in milliseconds.
  public var milliseconds: Int64

  /// A length of this many milliseconds.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// No time at all.
  public static let zero = Span(milliseconds: 0)
  /// A length of whole milliseconds.
  public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
  /// A length of whole seconds.
  public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1000) }
  /// A length of whole minutes.
  public static func minutes(_ count: Int64) -> Span { Span(milliseconds: count * 60_000) }

  /// The length in seconds, for words and for figures.
  public var seconds: Double { Double(milliseconds) / 1000 }
}

extension Span: Comparable {
  public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }
  /// The sum of two lengths.
  public static func + (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds + right.milliseconds)
  }
  /// The difference of two lengths.
  public static func - (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds - right.milliseconds)
  }
  /// The length taken a whole number of times.
  public static func * (span: Span, times: Int64) -> Span {
    Span(milliseconds: span.milliseconds * times)
  }
}
