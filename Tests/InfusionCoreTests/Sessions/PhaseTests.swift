import InfusionCore
import Testing
import Vitals

@Suite struct PhaseTests {
  @Test func `a whole visit goes from preparing to closed`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("discharge")
    #expect(
      scenario.told("session.admitted", "phase.changed") == [
        "0.000 session.admitted",
        "600.000 phase.changed preparing infusing",
        "3000.000 phase.changed infusing recovering",
        "6600.000 phase.changed recovering ready",
        "6660.000 phase.changed ready closed",
      ])
  }

  @Test func `hold and continue go to and fro`() throws {
    var scenario = try Scenario.started()
    for minute in [12.0, 14, 16, 18] {
      scenario.advance(toMinute: minute)
      try scenario.act(minute == 12 || minute == 16 ? "hold" : "continue")
    }
    #expect(
      scenario.told("phase.changed", from: 700) == [
        "720.000 phase.changed infusing held", "840.000 phase.changed held infusing",
        "960.000 phase.changed infusing held", "1080.000 phase.changed held infusing",
      ])
  }

  @Test func `a held infusion can be stopped`() throws {
    var scenario = try Scenario.started()
    try scenario.act("hold")
    scenario.advance(toMinute: 11)
    try scenario.act("stop")
    #expect(scenario.told("phase.changed").last == "660.000 phase.changed held recovering")
  }

  @Test func `cancel closes a session that has not started`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("cancel reason=\"has eaten\" by=anna")
    let event = try #require(scenario.events("phase.changed").last)
    #expect(event.fact("to") == "closed")
    #expect(event.fact("reason") == "has eaten")
    #expect(event.fact("by") == "anna")
  }

  @Test func `transfer tells where the patient went`() throws {
    var scenario = try Scenario.started()
    try scenario.act("transfer to=hospital reason=\"chest pain\"")
    let event = try #require(scenario.events("phase.changed").last)
    #expect(event.fact("transferred_to") == "hospital")
    #expect(event.fact("reason") == "chest pain")
    #expect(try scenario.phase() == nil)
  }

  @Test func `recovering becomes ready in the instant in which the last criterion is met`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 120.5)
    try scenario.act(Scenario.entries)
    #expect(scenario.told("phase.changed").last == "7230.000 phase.changed recovering ready")
  }

  @Test func `ready waits for a person`() throws {
    var scenario = try Scenario.ready()
    try scenario.well(until: 125)
    #expect(try scenario.phase() == .ready)
  }

  @Test func `a criterion lost for 60 s takes ready back to recovering`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("entry gait=unsteady")
    scenario.advance(by: 59.999)
    #expect(try scenario.phase() == .ready)
    scenario.advance(by: 0.001)
    #expect(scenario.told("phase.changed").last == "6720.000 phase.changed ready recovering")
    #expect(scenario.events("phase.changed").last?.fact("missing") == "steady gait")
  }

  @Test func `a criterion that is back within 60 s changes nothing`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("entry gait=unsteady")
    scenario.advance(by: 59)
    try scenario.act("entry gait=steady")
    scenario.advance(by: 5)
    try scenario.act("entry gait=unsteady")
    scenario.advance(by: 59)
    #expect(try scenario.phase() == .ready)
  }

  @Test func `the flags of the admission are told for the tile`() throws {
    let flags = "hypertension,65+,osa,copd,beta-blocker,stimulant-or-maoi,benzodiazepine-or-opioid"
    let scenario = try Scenario.admitted("admit flags=\(flags) by=anna")
    let event = try #require(scenario.events("session.admitted").first)
    #expect(event.fact("flags") == flags.split(separator: ",").joined(separator: ", "))
    #expect(event.fact("by") == "anna")
    #expect(try scenario.bed().watch.session?.flags == RiskFlag.allCases)
  }

  @Test func `an admission under a protocol that is not there is refused`() throws {
    var scenario = try Scenario()
    #expect(
      try scenario.refusal(of: "admit protocol=ketamine-41")
        == "argument: admit: there is no protocol ketamine-41")
  }

  @Test func `all alerts of a session end with its close`() throws {
    var scenario = try Scenario.started()
    try scenario.read("bp=205/100/135")
    try scenario.act("emergency")
    scenario.advance(by: 20)
    try scenario.act("transfer to=hospital")
    scenario.advance(by: 5)
    let closed = scenario.events("alert.closed")
    #expect(closed.map { $0.alert?.condition } == [.bpHigh, .emergency])
    #expect(closed.allSatisfy { $0.moment == Moment(milliseconds: 620_000) })
    #expect(Set(closed.map(\.session)) == ["1-1"])
    #expect(try scenario.bed().watch.alerts.allSatisfy { $0.occurrence == nil })
  }

  @Test func `the pauses of a session end with its close`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("away reason=toilet")
    try scenario.act("alarm-pause")
    try scenario.act("cancel")
    #expect(
      scenario.told("patient.back", "alarm.resumed") == [
        "600.000 alarm.resumed", "600.000 patient.back",
      ])
  }
}
