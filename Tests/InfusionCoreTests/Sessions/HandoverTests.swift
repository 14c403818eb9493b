import InfusionCore
import Testing
import Vitals

@Suite struct HandoverTests {
  @Test func `handover shows alerts, acknowledgements, limits, overrides and due tasks`() throws {
    var scenario = try Scenario.preparing()
    try scenario.read("bp=165/90/115")
    try scenario.act("start authorised_by=Lee reason=known")
    try scenario.act("limit spo2.low priority=medium below=87 reason=copd")
    try scenario.well(until: 55, vitals: "hr=125 spo2=98", bp: nil)
    try scenario.act("ack hr.high")
    try scenario.act("handover from=anna to=ben by=anna")
    let event = try #require(scenario.events("handover.done").last)
    #expect(
      event.facts.map(\.key) == [
        "from", "to", "open", "acknowledged", "limits", "overrides", "due", "by",
      ])
    #expect(event.fact("from") == "anna")
    #expect(event.fact("to") == "ben")
    #expect(
      event.fact("open") == "hr.high, bp.high, infusion.complete, nibp.overdue")
    #expect(event.fact("acknowledged") == "hr.high")
    #expect(event.fact("limits") == "spo2.low 87")
    #expect(event.fact("overrides") == "SBP 165")
    #expect(event.fact("due") == "infusion.complete, nibp.overdue")
  }

  @Test func `after the stop what keeps the patient here is due`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 105)
    let facts = try scenario.act("handover from=anna to=ben")
    let due = facts.first { $0.key == "due" }?.value
    #expect(due == .texts(["minimum time", "MOAA/S 5", "oriented", "steady gait"]))
  }

  @Test func `handover changes nothing of the patient`() throws {
    let scenario = try Scenario.ready()
    let before = scenario.settled.beds
    let after = try scenario.asked("handover from=anna to=ben").after.beds
    #expect(before.map(\.watch.session?.phase) == after.map(\.watch.session?.phase))
    #expect(before.map(\.watch.alerts) == after.map(\.watch.alerts))
  }

  @Test func `a handover names both people`() {
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "handover from=anna") }
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "handover to=ben") }
  }
}
