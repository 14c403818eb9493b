public import Vitals

/// How an alert presents itself (IEEE 11073-10207, AlertSignalPresence).
public enum AlertPresence: String, Codable, Sendable {
  /// The condition is present; sound and light.
  case on
  /// The condition is gone, nobody has acknowledged it.
  case latched
  /// Acknowledged; the light stays.
  case ack
  /// Over.
  case off
}

/// The facts of one alert at the moment of an event.
public struct AlertFacts: Hashable, Codable, Sendable {
  /// The occurrence; the same inputs give the same id.
  public var id: String
  /// What is wrong.
  public var condition: Condition
  /// The priority of the deepest present level.
  public var priority: Priority
  /// Sound and light.
  public var presence: AlertPresence
  /// The vital sign that violates (most).
  public var vital: VitalSign?
  /// Its value, in the vital's unit.
  public var value: Double?
  /// The limit that it violates.
  public var limit: Double?
  /// On which side of the limit.
  public var side: LimitTerm.Side?
  /// Since when the level's test has held.
  public var onset: Moment
  /// The time that was lost by design before the level became present.
  public var delay: Span?
  /// The vital signs that are lost, each with its reason.
  public var lost: [LostVital]
  /// A condition's own facts: who paused, how late, what is missing.
  public var detail: String?
  /// False while the vital that it needs is not usable.
  public var evaluable: Bool
  /// What would hide this one from being raised anew: another condition's name, or `cuff`.
  public var inhibitedBy: String?
  /// Who acknowledged it or is going, in those events.
  public var by: String?
  /// Which step of an unanswered alert this is.
  public var step: Int?
  /// Cause, remedy and the source of the limit.
  public var guidance: Guidance

  /// A vital sign that cannot be told, and why.
  public struct LostVital: Hashable, Codable, Sendable {
    public var vital: VitalSign
    /// The monitor's reason; nil: no reading came.
    public var reason: AbsenceReason?

    /// A vital sign that cannot be told.
    public init(vital: VitalSign, reason: AbsenceReason?) {
      self.vital = vital
      self.reason = reason
    }
  }

  /// The facts of one alert.
  public init(
    id: String, condition: Condition, priority: Priority, presence: AlertPresence,
    vital: VitalSign?, value: Double?, limit: Double?, side: LimitTerm.Side?, onset: Moment,
    delay: Span?, lost: [LostVital], detail: String?, evaluable: Bool, inhibitedBy: String?,
    by: String?, step: Int?, guidance: Guidance
  ) {
    self.id = id
    self.condition = condition
    self.priority = priority
    self.presence = presence
    self.vital = vital
    self.value = value
    self.limit = limit
    self.side = side
    self.onset = onset
    self.delay = delay
    self.lost = lost
    self.detail = detail
    self.evaluable = evaluable
    self.inhibitedBy = inhibitedBy
    self.by = by
    self.step = step
    self.guidance = guidance
  }
}
