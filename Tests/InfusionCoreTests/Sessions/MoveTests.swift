import InfusionCore
import Testing
import Vitals

@Suite struct MoveTests {
  private static let beds = [BedSetup.eachMinute("1"), .eachMinute("2"), .byHand("3")]

  @Test func `move carries the session and its clocks to a free bed`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    scenario.advance(toMinute: 20)
    try scenario.act("move to=2 by=anna")
    let moved = try #require(scenario.events("session.moved").last)
    #expect([moved.fact("from"), moved.fact("to"), moved.fact("by")] == ["1", "2", "anna"])
    #expect(moved.session == "1-1")
    #expect(try scenario.phase("1") == nil)
    #expect(try scenario.phase("2") == .infusing)
    scenario.advance(toMinute: 51)
    #expect(
      scenario.told("infusion.complete") == ["3000.000 2 alert.raised infusion.complete low"])
  }

  @Test func `move carries the alerts, acknowledged as they are`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.well(until: 12, vitals: "hr=130 spo2=98")
    try scenario.act("ack hr.high by=anna")
    scenario.advance(by: 10)
    try scenario.act("move to=2")
    try scenario.well(until: 14, vitals: "hr=130 spo2=98", bed: "2")
    #expect(
      scenario.told("hr.high") == [
        "615.000 1 alert.raised hr.high medium", "720.000 1 alert.acknowledged hr.high medium",
      ])
    let alert = try #require(
      try scenario.bed("2").watch.alerts.first { $0.condition == .hrHigh }?.occurrence)
    #expect(alert.acknowledgement?.by == "anna")
  }

  @Test func `after a move the new bed's monitor is the patient's`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("move to=2")
    try scenario.well(until: 13, vitals: "hr=130 spo2=98", bed: "1")
    #expect(scenario.told("hr.high").isEmpty)
    try scenario.well(until: 15, vitals: "hr=130 spo2=98", bed: "2")
    #expect(scenario.told("hr.high") == ["795.000 2 alert.raised hr.high medium"])
  }

  @Test func `the board asks for one confirming reading`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    let facts = try scenario.act("move to=2")
    #expect(facts == [Fact("confirm", .text("take one reading at bed 2"))])
  }

  @Test func `only a free bed of the station can be moved to`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("admit", bed: "3")
    #expect(try scenario.refusalReason("move to=3") == .conflict)
    #expect(try scenario.refusalReason("move to=1") == .conflict)
    #expect(try scenario.refusalReason("move to=9") == .argument)
    #expect(try scenario.refusalReason("move to=3", bed: "2") == .conflict)
  }

  @Test func `the bed that was left is free, and ids stay unique`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("move to=2")
    try scenario.act("admit")
    try scenario.act("cancel", bed: "1")
    try scenario.act("transfer", bed: "2")
    try scenario.act("admit", bed: "2")
    #expect(scenario.events("session.admitted").map(\.session) == ["1-1", "1-2", "2-1"])
  }

  @Test func `what stood on the free bed is over with the move`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("emergency", bed: "2")
    scenario.advance(by: 10)
    try scenario.act("move to=2")
    scenario.advance(by: 1)
    #expect(
      scenario.told("bed.emergency") == [
        "600.000 2 alert.raised bed.emergency high", "610.000 2 alert.closed bed.emergency high",
      ])
  }

  // Rebind

  @Test func `rebind gives a bed another monitor`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("rebind monitor=monitor-2 by=anna")
    let rebound = try #require(scenario.events("monitor.rebound").last)
    #expect([rebound.fact("monitor"), rebound.fact("by")] == ["monitor-2", "anna"])
    try scenario.read("hr=150 spo2=98", bed: "2", monitor: "monitor-2")
    scenario.advance(by: 60)
    #expect(scenario.told("hr.high").first == "610.000 1 alert.raised hr.high high")
  }

  @Test func `the monitor that was replaced reaches no bed`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("rebind monitor=monitor-2")
    try scenario.read("hr=150 spo2=79", bed: "1", monitor: "monitor-1")
    try scenario.act("link.down monitor=monitor-1")
    scenario.advance(by: 30)
    #expect(scenario.told("hr.high", "spo2.low", "link.lost", "link.down").isEmpty)
  }

  @Test func `a monitor brings along what is known of its link`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("link.down monitor=monitor-2", bed: "2")
    scenario.advance(by: 5)
    try scenario.act("rebind monitor=monitor-2")
    scenario.advance(by: 11)
    #expect(
      scenario.told("link.lost", bed: "1") == ["615.000 alert.raised link.lost medium"])
    try scenario.act("link.up monitor=monitor-2", bed: "2")
    #expect(scenario.told("link.up", bed: "1") == ["616.000 link.up"])
  }

  @Test func `a monitor that watches another patient stays there`() throws {
    var scenario = try Scenario.started(beds: Self.beds)
    try scenario.act("admit", bed: "2")
    #expect(try scenario.refusalReason("rebind monitor=monitor-2") == .conflict)
    #expect(try scenario.refusalReason("rebind monitor=monitor-9") == .argument)
  }

  @Test func `a bed without a monitor gets one`() throws {
    var scenario = try Scenario(beds: Self.beds)
    try scenario.act("admit", bed: "3")
    try scenario.act("rebind monitor=monitor-1", bed: "3")
    try scenario.read("hr=150 spo2=98", bed: "1", monitor: "monitor-1")
    scenario.advance(by: 20)
    #expect(scenario.told("hr.high").first == "10.000 3 alert.raised hr.high high")
  }
}
