import InfusionCore
import Testing
import Vitals

@Suite struct TimingVisitTests {
  @Test func `recovery.complete is information at the minimum and says what is missing`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 120)
    let raised = try #require(scenario.events("recovery.complete").first)
    #expect(raised.moment == Moment(milliseconds: 6_600_000))
    #expect(raised.alert?.priority == .information)
    #expect(raised.alert?.detail == "MOAA/S 5, oriented, steady gait")
  }

  @Test func `recovery.complete ends when a drug restarts the minimum`() throws {
    var scenario = try Scenario.ready()
    scenario.advance(toMinute: 112)
    try scenario.act("entry medication=sedative")
    scenario.advance(toMinute: 113)
    #expect(
      scenario.told("recovery.complete") == [
        "6600.000 alert.raised recovery.complete information",
        "6720.000 alert.closed recovery.complete information",
      ])
  }

  @Test func `session.forgotten is low when ready for 30 min with nobody acting`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 120.5)
    try scenario.act(Scenario.entries)
    try scenario.well(until: 151)
    #expect(
      scenario.told("session.forgotten") == ["9030.000 alert.raised session.forgotten low"])
  }

  @Test func `any act starts the wait for session.forgotten again, and ends it`() throws {
    var scenario = try Scenario.preparing()
    scenario.advance(toMinute: 80)
    try scenario.act("entry note=waiting")
    scenario.advance(toMinute: 171)
    try scenario.act("entry note=\"still waiting\"")
    scenario.advance(toMinute: 172)
    #expect(
      scenario.told("session.forgotten") == [
        "10200.000 alert.raised session.forgotten low",
        "10260.000 alert.closed session.forgotten low",
      ])
  }

  @Test func `session.forgotten is low when preparing for 90 min with nobody acting`() throws {
    var scenario = try Scenario.preparing()
    scenario.advance(toMinute: 91)
    #expect(
      scenario.told("session.forgotten") == ["5400.000 alert.raised session.forgotten low"])
  }

  @Test func `a refused verb is no act`() throws {
    var scenario = try Scenario.preparing()
    scenario.advance(toMinute: 80)
    #expect(try scenario.refusal(of: "stop").hasPrefix("conflict"))
    scenario.advance(toMinute: 91)
    #expect(
      scenario.told("session.forgotten") == ["5400.000 alert.raised session.forgotten low"])
  }

  @Test func `infusing, held and recovering are not forgotten`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 110)
    try scenario.act("hold")
    scenario.advance(toMinute: 210)
    try scenario.act("stop")
    scenario.advance(toMinute: 400)
    #expect(scenario.told("session.forgotten").isEmpty)
  }

  @Test func `entry.due is low when MOAA/S or breathing rate is 10 min old on oxygen`() throws {
    var scenario = try Scenario.started()
    try scenario.act("entry oxygen=2")
    scenario.advance(toMinute: 20)
    #expect(scenario.told("entry.due") == ["1200.000 alert.raised entry.due low"])
    try scenario.act("entry moaas=5")
    scenario.advance(toMinute: 21)
    #expect(scenario.told("entry.due").count == 1)
    try scenario.act("entry rr=14")
    #expect(scenario.told("entry.due").last == "1260.000 alert.closed entry.due low")
    scenario.advance(toMinute: 31)
    #expect(scenario.told("entry.due").last == "1800.000 alert.raised entry.due low")
  }

  @Test func `entry.due ends when oxygen is off, and needs oxygen`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 40)
    try scenario.act("entry oxygen=on flow=2")
    scenario.advance(toMinute: 51)
    try scenario.act("entry oxygen=off")
    scenario.advance(toMinute: 70)
    #expect(
      scenario.told("entry.due") == [
        "3000.000 alert.raised entry.due low", "3060.000 alert.closed entry.due low",
      ])
  }

  @Test func `what was entered before the oxygen counts from the oxygen on`() throws {
    var scenario = try Scenario.started()
    try scenario.act("entry moaas=5 rr=14")
    scenario.advance(toMinute: 18)
    try scenario.act("entry oxygen=2")
    scenario.advance(toMinute: 29)
    #expect(scenario.told("entry.due") == ["1680.000 alert.raised entry.due low"])
  }
}
