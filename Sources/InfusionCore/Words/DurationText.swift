public import Vitals

/// Lengths of time with their unit, as recordings and verbs write them: `500ms`, `60s`, `5min`.
public enum DurationText {
  private static let units: [(name: String, span: Vitals.Span)] = [
    ("h", .seconds(3600)), ("min", .minutes(1)), ("ms", .milliseconds(1)), ("s", .seconds(1)),
  ]
  /// The longest length that is read: a day.
  private static let longest = Vitals.Span.seconds(86_400)

  /// Reads `90s`; nil for anything else, and for less than a millisecond or more than a day.
  public static func span(_ text: String) -> Vitals.Span? {
    length(text, upTo: longest).flatMap { $0 > .zero ? $0 : nil }
  }

  /// Reads `-90s`, `0s`; nil for anything else, and for more than so far in either direction.
  public static func shift(_ text: String, upTo furthest: Vitals.Span) -> Vitals.Span? {
    guard text.hasPrefix("-") else { return length(text, upTo: furthest) }
    return length(String(text.dropFirst()), upTo: furthest).map { .zero - $0 }
  }

  private static func length(_ text: String, upTo longest: Vitals.Span) -> Vitals.Span? {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let count = DecimalText.value(String(text.dropLast(unit.name.count))), count >= 0,
      count <= Double(longest.milliseconds),
      let milliseconds = Int64(exactly: count * Double(unit.span.milliseconds))
    else { return nil }
    let span = Vitals.Span.milliseconds(milliseconds)
    return span <= longest ? span : nil
  }

  /// The text that reads as the same length.
  public static func text(_ span: Vitals.Span) -> String {
    span.milliseconds % 1000 == 0
      ? "\(span.milliseconds / 1000)s" : "\(span.milliseconds)ms"
  }

  /// The text that reads as the same length forwards or backwards.
  public static func shift(_ shift: Vitals.Span) -> String {
    shift < .zero ? "-" + text(.zero - shift) : text(shift)
  }
}
