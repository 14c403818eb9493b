import Vitals

/// One night from a plan, and what came of it.
public struct Night: Sendable {
  public let plan: NightPlan
  public let tally: NightTally
  /// What was not true; nil: nothing was found.
  public let violation: NightViolation?

  /// Lives a night.
  ///
  /// - Parameter trace: is told everything, in words.
  public init(_ plan: NightPlan, trace: NightTrace? = nil) throws {
    let world = NightWorld(plan, trace: trace)
    try world.live()
    self.plan = plan
    violation = world.violation
    var tally = world.tally
    tally.nights = 1
    self.tally = tally
  }
}
