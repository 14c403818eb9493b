public import Vitals

/// The clinic's rules for one kind of treatment: every figure that a session is judged by.
///
/// It is read from a file under `config/protocols`; a session keeps the one it was admitted under.
public struct TreatmentProtocol: Hashable, Codable, Sendable {
  /// The name by which a configuration, a recording and `admit protocol=` call it.
  public var name: String
  /// hr.high, hr.low, spo2.low.
  public var continuous: [ContinuousRule]
  /// bp.high, bp.low.
  public var cuff: [CuffRule]
  /// SpO2 limits that replace the medium and high absolute ones while oxygen is given, %.
  public var onOxygen: OxygenLimits
  /// Readings of HR and SpO2 are fresh for at least this long.
  public var freshFor: Span
  /// pulse.lost, signal.lost, link.* and the rest that cannot be told from a number.
  public var cannotTell: CannotTellRules
  /// Cuff intervals and mandatory slots.
  public var cuffPlan: CuffPlan
  /// The drug clock; nil where no infusion runs and the clock starts with the first dose.
  public var infusion: InfusionPlan?
  /// Minimum times after the actual stop, or after the first dose.
  public var recovery: RecoveryPlan
  /// What blocks or cautions a start.
  public var preStart: PreStartLimits
  /// What must hold before a patient may leave.
  public var readiness: ReadinessRules
  /// How far a nurse may move a limit for one session.
  public var bounds: [LimitBound]

  /// All of a clinic's rules for one kind of treatment.
  public init(
    name: String, continuous: [ContinuousRule], cuff: [CuffRule], onOxygen: OxygenLimits,
    freshFor: Span, cannotTell: CannotTellRules, cuffPlan: CuffPlan, infusion: InfusionPlan?,
    recovery: RecoveryPlan, preStart: PreStartLimits, readiness: ReadinessRules,
    bounds: [LimitBound]
  ) {
    self.name = name
    self.continuous = continuous
    self.cuff = cuff
    self.onOxygen = onOxygen
    self.freshFor = freshFor
    self.cannotTell = cannotTell
    self.cuffPlan = cuffPlan
    self.infusion = infusion
    self.recovery = recovery
    self.preStart = preStart
    self.readiness = readiness
    self.bounds = bounds
  }
}

/// SpO2 limits while oxygen is given, %: a saturation held up by oxygen hides slow breathing.
public struct OxygenLimits: Hashable, Codable, Sendable {
  public var medium: Double
  public var high: Double

  /// The limit of the medium levels and that of the first high one.
  public init(medium: Double, high: Double) {
    self.medium = medium
    self.high = high
  }
}

/// A bound within which a nurse may set the limit of one session.
public struct LimitBound: Hashable, Codable, Sendable {
  /// The condition whose levels it covers.
  public var condition: Condition
  /// Only levels of this priority; nil: every level.
  public var priority: Priority?
  /// The vital sign whose limit may move.
  public var vital: VitalSign
  /// The furthest value, in the vital's unit; up to it for `above` limits, down to it for `below`.
  public var furthest: Double

  /// A bound for one limit.
  public init(condition: Condition, priority: Priority?, vital: VitalSign, furthest: Double) {
    self.condition = condition
    self.priority = priority
    self.vital = vital
    self.furthest = furthest
  }
}
