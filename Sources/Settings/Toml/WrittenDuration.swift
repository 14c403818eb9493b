import Vitals

extension Span {
  /// Units in which a duration may be written, longest first.
  private static let units: [(name: String, span: Span)] = [
    ("d", .minutes(24 * 60)), ("h", .minutes(60)), ("min", .minutes(1)), ("s", .seconds(1)),
    ("ms", .milliseconds(1)),
  ]

  /// Reads `500ms`, `1s`, `10 min`, `2 h`, `400d`: a whole number and its unit.
  init?(written text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let count = Int64(digits), let found = Self.units.first(where: { $0.name == unit }) else {
      return nil
    }
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: found.span.milliseconds)
    guard !overflow else { return nil }
    self = .milliseconds(milliseconds)
  }

  /// The duration in the longest unit that leaves a whole number: `10 min`.
  var written: String {
    let unit = Self.units.first { milliseconds % $0.span.milliseconds == 0 }
    guard let unit, self != .zero else { return "0 s" }
    return "\(milliseconds / unit.span.milliseconds) \(unit.name)"
  }
}
