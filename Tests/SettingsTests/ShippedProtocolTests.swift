import InfusionCore
import Testing
import Vitals

@testable import Settings

/// The files under config/protocols, against numbers that were copied from nowhere else.
@Suite struct ShippedProtocolTests {
  private func levels(_ condition: Condition, of name: String = "ketamine-40") throws -> [String] {
    let treatment = try ProtocolLibrary.shipped(name)
    return treatment.continuous.filter { $0.condition == condition }.flatMap(\.levels).map(line)
      + treatment.cuff.filter { $0.condition == condition }.flatMap(\.levels).map(line)
  }

  @Test func `hr.high is as in the table of the default protocol`() throws {
    #expect(
      try levels(.hrHigh) == [
        "medium: hr above 120.0, 15.0 s; deadband 3.0, clear_after 20.0 s",
        "high: hr above 140.0, 10.0 s; deadband 3.0, clear_after 20.0 s",
      ])
  }

  @Test func `hr.low is as in the table of the default protocol`() throws {
    #expect(
      try levels(.hrLow) == [
        "medium: hr below 45.0, 30.0 s; deadband 3.0, clear_after 60.0 s",
        "high: hr below 41.0, 10.0 s; deadband 3.0, clear_after 60.0 s",
      ])
  }

  @Test func `spo2.low is as in the table of the default protocol`() throws {
    #expect(
      try levels(.spo2Low) == [
        "low: spo2 below 94.0, 60.0 s; deadband 1.0, clear_after 30.0 s",
        "medium: spo2 below 90.0, 30.0 s in 120.0 s; deadband 1.0, clear_after 30.0 s",
        "medium: spo2 below 90.0, 15.0 s; deadband 1.0, clear_after 30.0 s",
        "high: spo2 below 85.0, 10.0 s; deadband 1.0, clear_after 30.0 s",
        "high: spo2 below 80.0, 0.0 s; deadband 1.0, clear_after 30.0 s",
      ])
  }

  @Test func `bp.high is as in the table of the default protocol`() throws {
    #expect(
      try levels(.bpHigh) == [
        "low: sbp above 159.0 or dbp above 99.0, at once",
        "medium: sbp above 159.0 or dbp above 99.0, repeated apart 180.0 s",
        "medium: sbp above 169.0 or dbp above 104.0 or sbp above_baseline 39.0"
          + " or dbp above_baseline 24.0, at once",
        "high: sbp above 179.0 or dbp above 109.0, repeated apart 60.0 s within 300.0 s",
        "high: sbp above 199.0 or dbp above 119.0, at once",
      ])
  }

  @Test func `bp.low is as in the table of the default protocol`() throws {
    #expect(
      try levels(.bpLow) == [
        "medium: sbp below 90.0 or map below 65.0 or sbp below_baseline_percent 30.0, at once",
        "high: sbp below 80.0 or map below 60.0, at once",
      ])
    let cuff = try ProtocolLibrary.shipped("ketamine-40").cuff
    #expect(
      cuff.map(\.deadband) == [
        CuffRule.Deadband(sbp: 5, dbp: 5, map: 5), CuffRule.Deadband(sbp: 5, dbp: 5, map: 3),
      ])
  }

  @Test func `the bounds within which a nurse may move a limit are the default ones`() throws {
    let bounds = try ProtocolLibrary.shipped("ketamine-40").bounds
    #expect(
      Set(bounds) == [
        LimitBound(condition: .bpHigh, priority: nil, vital: .sbp, furthest: 200),
        LimitBound(condition: .bpHigh, priority: nil, vital: .dbp, furthest: 115),
        LimitBound(condition: .spo2Low, priority: .medium, vital: .spo2, furthest: 85),
        LimitBound(condition: .hrLow, priority: nil, vital: .hr, furthest: 38),
        LimitBound(condition: .hrHigh, priority: nil, vital: .hr, furthest: 140),
      ])
  }

  @Test func `on oxygen the limits of SpO2 are 94 and 90`() throws {
    #expect(
      try ProtocolLibrary.shipped("ketamine-40").onOxygen == OxygenLimits(medium: 94, high: 90))
  }

  @Test func `delays of what cannot be told are those of the table`() throws {
    #expect(
      try ProtocolLibrary.shipped("ketamine-40").cannotTell
        == CannotTellRules(
          pulseLostMedium: .seconds(5), pulseLostHigh: .seconds(15), signalLostLow: .seconds(30),
          signalLostMedium: .seconds(60), signalLostMediumVulnerable: .seconds(10),
          linkLostMedium: .seconds(10), linkLostHigh: .seconds(120), linkGarbled: .seconds(10),
          linkFrozenWithoutHeartbeat: .seconds(600), noSession: .seconds(60)))
  }

  @Test func `the cuff's timetable is that of the phases`() throws {
    #expect(
      try ProtocolLibrary.shipped("ketamine-40").cuffPlan
        == CuffPlan(
          infusing: .minutes(10), held: .minutes(5), recoveryEarly: .minutes(10),
          recoveryEarlyFor: .minutes(20), recoveryLate: .minutes(15), intensified: .minutes(5),
          intensifiedAfterDrug: .minutes(20), overdueLow: .minutes(3), overdueMedium: .minutes(6),
          overdueLowRecovery: .minutes(5), overdueMediumRecovery: .minutes(10),
          slotsAt: [.minutes(40)], slotWindow: .minutes(6), standsBeyondInterval: .minutes(5)))
  }

  @Test func `the check before the start is that of the sessions' text`() throws {
    #expect(
      try ProtocolLibrary.shipped("ketamine-40").preStart
        == PreStartLimits(
          sbpHigh: 160, dbpHigh: 100, sbpLow: 90, hrHigh: 120, hrLow: 45, spo2Low: 95,
          cuffAge: .minutes(15), usableWithin: .seconds(30), sbpNever: 180, dbpNever: 110,
          sbpCaution: 140, dbpCaution: 90))
  }

  @Test func `what must hold before leaving is that of the sessions' text`() throws {
    #expect(
      try ProtocolLibrary.shipped("ketamine-40").readiness
        == ReadinessRules(
          cuffWithin: .minutes(10), cuffApart: .minutes(10), cuffAge: .minutes(15),
          sbpPercentAbove: 20, sbpAtMost: 160, sbpAtLeast: 90, sbpPercentBelow: 30,
          dbpAtMost: 100, spo2Median: .minutes(5), spo2Floor: 90, spo2Usual: 92,
          spo2BelowBaseline: 2, offOxygen: .minutes(15), quietFor: .minutes(15),
          quietAfterHigh: .minutes(30), entriesWithin: .minutes(30), lostFor: .seconds(60),
          unhookFor: .minutes(20)))
  }

  @Test func `ketamine-40 plans 40 min and 60 min of recovery`() throws {
    let treatment = try ProtocolLibrary.shipped("ketamine-40")
    #expect(
      treatment.infusion
        == InfusionPlan(
          planned: .minutes(40), usual: .minutes(40)...(.minutes(60)),
          withReason: .minutes(10)...(.minutes(360)), endingBefore: .minutes(5),
          overrunAfter: .minutes(5), overrunPercent: 10, heldLow: .minutes(5),
          heldMedium: .minutes(15)))
    #expect(
      treatment.recovery
        == RecoveryPlan(
          minimumWithEscort: .minutes(60), minimumAlone: .minutes(120),
          forgottenReady: .minutes(30), forgottenPreparing: .minutes(90),
          entryDueOnOxygen: .minutes(10), noDrivingFor: .minutes(24 * 60)))
    #expect(treatment.freshFor == .seconds(5))
  }

  @Test func `ketamine-60 is ketamine-40 planned for 60 min`() throws {
    var treatment = try ProtocolLibrary.shipped("ketamine-60")
    #expect(treatment.infusion?.planned == .minutes(60))
    treatment.infusion?.planned = .minutes(40)
    treatment.name = "ketamine-40"
    #expect(try treatment == ProtocolLibrary.shipped("ketamine-40"))
  }

  @Test func `esketamine has no infusion clock, 120 min of observation, cuffs at 40 and the end`()
    throws
  {
    let treatment = try ProtocolLibrary.shipped("esketamine")
    #expect(treatment.infusion == nil)
    #expect(treatment.recovery.minimumWithEscort == .minutes(120))
    #expect(treatment.recovery.minimumAlone == .minutes(120))
    #expect(treatment.cuffPlan.slotsAt == [.minutes(40), .minutes(120)])
    #expect(try levels(.bpHigh, of: "esketamine") == levels(.bpHigh))
  }

  private func line(_ level: ContinuousRule.Level) -> String {
    let trigger =
      switch level.trigger {
      case .delay(let delay): "\(delay.seconds) s"
      case .total(let total, let within): "\(total.seconds) s in \(within.seconds) s"
      }
    return "\(level.priority): \(text(level.term)), \(trigger); "
      + "deadband \(level.deadband), clear_after \(level.clearAfter.seconds) s"
  }

  private func line(_ level: CuffRule.Level) -> String {
    let trigger =
      switch level.trigger {
      case .atOnce: "at once"
      case .repeated(let apart, let within):
        "repeated apart \(apart.seconds) s" + (within.map { " within \($0.seconds) s" } ?? "")
      }
    return "\(level.priority): \(level.terms.map(text).joined(separator: " or ")), \(trigger)"
  }

  private func text(_ term: LimitTerm) -> String {
    let name = "\(term.vital) \(term.side)"
    return switch term.reference {
    case .absolute(let limit): "\(name) \(limit)"
    case .fromBaseline(let away): "\(name)_baseline \(away)"
    case .percentFromBaseline(let percent): "\(name)_baseline_percent \(percent)"
    }
  }
}
