public import Vitals

/// What was not true in a night.
public struct NightViolation: Hashable, Sendable {
  /// What must always be true.
  public let rule: String
  /// What was seen instead.
  public let what: String
  /// When, from the beginning of the night.
  public let at: Span
}
