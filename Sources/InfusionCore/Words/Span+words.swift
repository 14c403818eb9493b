public import Vitals

extension Span {
  /// The length as a nurse says it: `15 s`, `3 min`, `90 s`, `0.5 s`.
  public var words: String {
    if milliseconds % 60_000 == 0, milliseconds >= 120_000 { return "\(milliseconds / 60_000) min" }
    if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
    return "\(seconds) s"
  }
}
