public import Vitals

/// A condition of cuff results: its levels from mild to deep.
public struct CuffRule: Hashable, Codable, Sendable {
  /// How a violating result becomes a level.
  public enum Trigger: Hashable, Codable, Sendable {
    /// Present with the violating result.
    case atOnce
    /// Present with a violating result at least `apart` after the first of an unbroken run; and, if
    /// `within` is given, at first + within when nobody repeated the measurement.
    case repeated(apart: Span, within: Span?)
  }
  /// One level of the condition.
  public struct Level: Hashable, Codable, Sendable {
    /// The priority of the alert while this is its deepest level.
    public var priority: Priority
    /// Joined by or.
    public var terms: [LimitTerm]
    /// At once or repeated.
    public var trigger: Trigger

    /// A level of a cuff condition.
    public init(priority: Priority, terms: [LimitTerm], trigger: Trigger) {
      self.priority = priority
      self.terms = terms
      self.trigger = trigger
    }
  }
  /// How far inside its limit each part must be for a result to count as inside, mmHg.
  public struct Deadband: Hashable, Codable, Sendable {
    public var sbp: Double
    public var dbp: Double
    public var map: Double

    /// A deadband for each part of a result.
    public init(sbp: Double, dbp: Double, map: Double) {
      self.sbp = sbp
      self.dbp = dbp
      self.map = map
    }
  }

  /// bp.high or bp.low.
  public var condition: Condition
  /// From mild to deep.
  public var levels: [Level]
  /// Of each part.
  public var deadband: Deadband
  /// What the nurse is told beside the number.
  public var guidance: Guidance

  /// A condition of cuff results.
  public init(condition: Condition, levels: [Level], deadband: Deadband, guidance: Guidance) {
    self.condition = condition
    self.levels = levels
    self.deadband = deadband
    self.guidance = guidance
  }
}
