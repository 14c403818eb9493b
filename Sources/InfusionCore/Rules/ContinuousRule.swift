public import Vitals

/// A condition of HR or SpO2: its levels from mild to deep.
public struct ContinuousRule: Hashable, Codable, Sendable {
  /// How a violation becomes a level.
  public enum Trigger: Hashable, Codable, Sendable {
    /// Present once every usable reading has violated for this long.
    case delay(Span)
    /// Present once the violating time within the window adds up to the total.
    case total(Span, within: Span)
  }
  /// One level of the condition.
  public struct Level: Hashable, Codable, Sendable {
    /// The priority of the alert while this is its deepest level.
    public var priority: Priority
    /// The limit, of the rule's vital sign.
    public var term: LimitTerm
    /// Delay or total.
    public var trigger: Trigger
    /// How far back inside the limit a reading must be to count towards the end.
    public var deadband: Double
    /// How long readings must stay beyond the deadband before the level ends.
    public var clearAfter: Span

    /// A level of a continuous condition.
    public init(
      priority: Priority, term: LimitTerm, trigger: Trigger, deadband: Double, clearAfter: Span
    ) {
      self.priority = priority
      self.term = term
      self.trigger = trigger
      self.deadband = deadband
      self.clearAfter = clearAfter
    }
  }

  /// hr.high, hr.low or spo2.low.
  public var condition: Condition
  /// The vital sign that is judged.
  public var vital: VitalSign
  /// From mild to deep.
  public var levels: [Level]
  /// What the nurse is told beside the number.
  public var guidance: Guidance

  /// A condition of a continuous vital sign.
  public init(condition: Condition, vital: VitalSign, levels: [Level], guidance: Guidance) {
    self.condition = condition
    self.vital = vital
    self.levels = levels
    self.guidance = guidance
  }
}

/// One line of cause, one of remedy, and where the limit comes from.
public struct Guidance: Hashable, Codable, Sendable {
  /// What usually lies behind the condition.
  public var cause: String
  /// What to do first.
  public var remedy: String
  /// The source of the limit.
  public var source: String

  /// Guidance that reaches the nurse with the alert.
  public init(cause: String, remedy: String, source: String) {
    self.cause = cause
    self.remedy = remedy
    self.source = source
  }
}
