import InfusionCore
import Testing
import Vitals

/// Getting up, and going home.
@Suite struct ReadinessLeavingTests {
  @Test func `discharge without a criterion is a named override with a reason`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 60)
    #expect(
      try scenario.refusal(of: "discharge")
        == "blocked: discharge: missing minimum time, MOAA/S 5, oriented, steady gait")
    try scenario.act("discharge authorised_by=\"Dr Lee\" reason=\"own wish\" by=anna")
    let event = try #require(scenario.events("phase.changed").last)
    #expect(event.fact("overridden") == "minimum time, MOAA/S 5, oriented, steady gait")
    #expect(event.fact("authorised_by") == "Dr Lee")
    #expect(event.fact("reason") == "own wish")
    #expect(event.fact("by") == "anna")
  }

  @Test func `a criterion just lost needs the override although still ready`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("entry gait=unsteady")
    #expect(try scenario.refusalReason("discharge") == .blocked)
    #expect(try scenario.phase() == .ready)
  }

  @Test func `SpO2 that no longer comes is lost once its last reading is too old`() throws {
    var scenario = try Scenario.ready()
    scenario.advance(to: 7100)
    let lost = try #require(scenario.events("phase.changed").last)
    #expect(lost.moment.text == "6960.001")
    #expect(lost.fact("missing") == "SpO2")
  }

  @Test func `a discharge that lacks nothing is no override`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("discharge by=anna")
    let event = try #require(scenario.events("phase.changed").last)
    #expect(event.fact("overridden") == "")
    #expect(event.fact("to") == "closed")
  }

  @Test func `no driving or machinery until 24 h after the discharge`() throws {
    var scenario = try Scenario.ready()
    let facts = try scenario.act("discharge")
    let until = Moment(milliseconds: 6_660_000 + 86_400_000)
    #expect(facts == [Fact("no_driving_until", .moment(until))])
    #expect(scenario.events("phase.changed").last?.fact("no_driving_until") == until.text)
  }

  @Test func `unhook needs the vitals criteria, and only these`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 70)
    #expect(try scenario.refusalReason("unhook") == nil)
    try scenario.read("bp=150/80")
    #expect(try scenario.refusalReason("unhook") == .conflict)
    scenario = try Scenario.recovering()
    try scenario.well(until: 70, vitals: "hr=72 spo2=91")
    #expect(try scenario.refusalReason("unhook") == .conflict)
  }

  @Test func `unhooked, the vitals criteria stay as met for 20 min`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook by=anna")
    #expect(scenario.events("patient.unhooked").last?.fact("by") == "anna")
    scenario.advance(by: 1199.999)
    try scenario.act(Scenario.entries)
    #expect(try scenario.missing().isEmpty)
    scenario.advance(by: 0.001)
    #expect(try scenario.missing() == ["blood pressure", "SpO2"])
  }

  @Test func `unhooked, technical conditions of the bed are information for 20 min`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(by: 1201)
    let told = scenario.events("signal.lost").filter { $0.moment.milliseconds > 6_660_000 }
    let covered = told.prefix { $0.moment.milliseconds < 7_860_000 }
    #expect(!covered.isEmpty)
    #expect(covered.allSatisfy { $0.alert?.priority == .information })
    #expect(scenario.told("signal.lost").last == "7860.000 alert.escalated signal.lost medium")
  }

  @Test func `after 20 min a recheck is due, until fresh vitals hold`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook")
    scenario.advance(by: 1260)
    #expect(scenario.told("recheck.due") == ["7860.000 alert.raised recheck.due low"])
    try scenario.read("hr=72 spo2=98 bp=124/78/93")
    #expect(scenario.told("recheck.due").last == "7920.000 alert.closed recheck.due low")
  }

  @Test func `a recheck that does not hold stays due`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook")
    scenario.advance(by: 1260)
    try scenario.read("hr=72 spo2=98 bp=150/78/93")
    scenario.advance(by: 60)
    #expect(scenario.told("recheck.due").count == 1)
  }

  @Test func `a second unhook needs fresh vitals too`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook")
    scenario.advance(by: 1140)
    #expect(try scenario.refusalReason("unhook") == .conflict)
  }

  @Test func `a recheck within the 20 min makes none due`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("unhook")
    try scenario.well(until: 135)
    #expect(scenario.told("recheck.due").isEmpty)
  }
}
