import InfusionCore
import Testing
import Vitals

@Suite struct TimingInfusionTests {
  /// Started at minute 10; then nothing but time.
  private func started(minutes: Int = 40) throws -> Scenario {
    try Scenario.started(by: "start minutes=\(minutes) reason=plan")
  }

  @Test func `infusion.ending tells 5 min before the planned end, until that end`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 51)
    #expect(
      scenario.told("infusion.ending") == [
        "2700.000 alert.raised infusion.ending information",
        "3000.000 alert.closed infusion.ending information",
      ])
  }

  @Test func `infusion.ending ends with a hold and comes back after it`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 46)
    try scenario.act("hold")
    scenario.advance(toMinute: 48)
    try scenario.act("continue")
    scenario.advance(toMinute: 53)
    #expect(
      scenario.told("infusion.ending", "phase.changed", from: 601) == [
        "2700.000 alert.raised infusion.ending information",
        "2760.000 phase.changed infusing held",
        "2760.000 alert.closed infusion.ending information",
        "2880.000 phase.changed held infusing",
        "2880.000 alert.raised infusion.ending information",
        "3120.000 alert.closed infusion.ending information",
      ])
  }

  @Test func `infusion.complete is low from the planned end while still infusing`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 52)
    try scenario.act("stop")
    scenario.advance(toMinute: 53)
    #expect(
      scenario.told("infusion.complete") == [
        "3000.000 alert.raised infusion.complete low",
        "3120.000 alert.closed infusion.complete low",
      ])
  }

  @Test func `a stop at the very end tells nothing of completion`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 50)
    try scenario.act("stop")
    scenario.advance(toMinute: 60)
    #expect(scenario.told("infusion.complete", "infusion.overrun").isEmpty)
  }

  @Test func `infusion.overrun is medium past the larger of 5 min and 10 percent`() throws {
    try Table(
      """
      minutes | overrun at minute
      10      | 25.0
      40      | 55.0
      50      | 65.0
      60      | 76.0
      100     | 120.0
      """
    ).check { row in
      var scenario = try started(minutes: Int(row["minutes"]) ?? 0)
      scenario.advance(toMinute: 140)
      let raised = try #require(scenario.events("infusion.overrun").first)
      #expect(raised.alert?.priority == .medium)
      return "\(Double(raised.moment.milliseconds) / 60_000)"
    }
  }

  @Test func `infusion.overrun ends with the stop, and with a hold`() throws {
    for verb in ["stop", "hold"] {
      var scenario = try started()
      scenario.advance(toMinute: 56)
      try scenario.act(verb)
      scenario.advance(toMinute: 57)
      #expect(
        scenario.told("infusion.overrun") == [
          "3300.000 alert.raised infusion.overrun medium",
          "3360.000 alert.closed infusion.overrun medium",
        ])
    }
  }

  @Test func `infusion.held is low after 5 min and medium after 15`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 36)
    try scenario.act("continue")
    scenario.advance(toMinute: 37)
    #expect(
      scenario.told("infusion.held") == [
        "1500.000 alert.raised infusion.held low",
        "2100.000 alert.escalated infusion.held medium",
        "2160.000 alert.closed infusion.held medium",
      ])
  }

  @Test func `infusion.held ends with a stop`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 26)
    try scenario.act("stop")
    #expect(scenario.told("infusion.held").last == "1560.000 alert.closed infusion.held low")
  }

  @Test func `each hold counts from its own beginning`() throws {
    var scenario = try started()
    for minute in [20.0, 28] {
      scenario.advance(toMinute: minute)
      try scenario.act("hold")
      scenario.advance(toMinute: minute + 4.9)
      try scenario.act("continue")
    }
    #expect(scenario.told("infusion.held").isEmpty)
  }
}
