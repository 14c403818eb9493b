import InfusionCore
import Testing
import Vitals

/// No physiological alert of medium or high present, nor for a while.
@Suite struct ReadinessQuietTests {
  private static let quiet = "no alert for 15 min"

  /// How long after a minute of alert and its end the criterion is missing, in minutes; nil: never.
  private func missingFor(_ vitals: String, inRecovery: Bool) throws -> Double? {
    var scenario = try Scenario.started()
    try scenario.well(until: 40)
    if inRecovery {
      try scenario.act("stop")
      try scenario.well(until: 60)
    }
    try scenario.well(until: scenario.minute + 3, vitals: vitals)
    try scenario.well(until: scenario.minute + 2)
    if !inRecovery { try scenario.act("stop") }
    let isPresent = try scenario.missing().contains(Self.quiet)
    let end = try #require(scenario.allEvents.last { $0.alert?.condition.kind == .physiological })
    guard isPresent else { return nil }
    for minutes in [15.0, 30] {
      scenario.advance(to: Double(end.moment.milliseconds) / 1000 + minutes * 60 - 0.001)
      let isMissing = try scenario.missing().contains(Self.quiet)
      scenario.advance(by: 0.001)
      if try isMissing && !scenario.missing().contains(Self.quiet) { return minutes }
    }
    return .infinity
  }

  @Test func `medium or high 15 min ago is met, a high one in recovery 30 min ago`() throws {
    try Table(
      """
      vitals         | phase    | missing for
      hr=125 spo2=98 | infusing | 15.0
      hr=145 spo2=98 | infusing | 15.0
      hr=125 spo2=98 | recovery | 15.0
      hr=145 spo2=98 | recovery | 30.0
      hr=72 spo2=88  | recovery | 15.0
      hr=72 spo2=93  | recovery |
      """
    ).check { row in
      let minutes = try missingFor(row["vitals"], inRecovery: row["phase"] == "recovery")
      return minutes.map { "\($0)" } ?? ""
    }
  }

  @Test func `an alert of what a nurse entered counts as well`() throws {
    var scenario = try Scenario.recovering()
    try scenario.act("entry symptom=chest-pain")
    scenario.advance(by: 60)
    #expect(try scenario.missing().contains(Self.quiet))
    try scenario.act("entry symptom=none")
    scenario.advance(by: 899.999)
    #expect(try scenario.missing().contains(Self.quiet))
    scenario.advance(by: 0.001)
    #expect(try !scenario.missing().contains(Self.quiet))
  }

  @Test func `technical and timing alerts do not count`() throws {
    var scenario = try Scenario.recovering()
    try scenario.act("link.down")
    scenario.advance(by: 1200)
    #expect(scenario.told("link.lost", "signal.lost", "nibp.overdue").count > 1)
    #expect(try !scenario.missing().contains(Self.quiet))
  }

  @Test func `an alert present is missing until it ends`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 53, vitals: "hr=125 spo2=98")
    #expect(try scenario.missing().contains(Self.quiet))
  }

  @Test func `an acknowledged alert that is still present counts`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 53, vitals: "hr=125 spo2=98")
    try scenario.act("ack hr.high")
    try scenario.well(until: 54, vitals: "hr=125 spo2=98")
    #expect(try scenario.missing().contains(Self.quiet))
  }
}
