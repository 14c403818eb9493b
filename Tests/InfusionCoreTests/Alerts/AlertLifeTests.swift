import InfusionCore
import Testing
import Vitals

/// The life of an occurrence: each row of its table.
@Suite struct AlertLifeTests {
  private func facts(_ scenario: Scenario, _ condition: String, _ name: EventName) throws
    -> AlertFacts
  {
    try #require(scenario.events(condition).last { $0.name == name }?.alert)
  }

  @Test func `alert.raised: a level present where none was, presence on`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 16)
    let raised = try facts(scenario, "hr.high", .alertRaised)
    #expect(raised.presence == .on)
    #expect(raised.vital == .hr && raised.value == 130 && raised.limit == 120)
    #expect(raised.delay == .seconds(15))
    #expect(!raised.guidance.cause.isEmpty && !raised.guidance.remedy.isEmpty)
    #expect(!raised.guidance.source.isEmpty)
  }

  @Test func `alert.escalated: priority up, the acknowledgement is withdrawn`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=139", for: 20)
    try scenario.act("ack hr.high by=anna")
    try scenario.vitals("hr=145", for: 41)
    #expect(
      scenario.told("hr.high") == [
        "15.000 alert.raised hr.high medium", "20.000 alert.acknowledged hr.high medium",
        "30.000 alert.escalated hr.high high", "60.000 alert.unanswered hr.high high step 1",
      ])
    #expect(try facts(scenario, "hr.high", .alertEscalated).presence == .on)
  }

  @Test func `alert.worsened: a deeper level of the same priority, acknowledged`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=162/80/107")
    scenario.advance(to: 180)
    try scenario.read("bp=162/80/107")
    scenario.advance(to: 200)
    try scenario.act("ack bp.high")
    scenario.advance(to: 240)
    try scenario.read("bp=170/80/110")
    #expect(scenario.told("bp.high").last == "240.000 alert.worsened bp.high medium")
    #expect(try facts(scenario, "bp.high", .alertWorsened).presence == .on)
  }

  @Test func `alert.worsened: a deeper level of the same priority, not acknowledged`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=84", for: 15)
    try scenario.read("spo2=79")
    #expect(
      scenario.told("spo2.low") == [
        "10.000 alert.raised spo2.low high", "15.000 alert.worsened spo2.low high",
      ])
  }

  @Test func `alert.worsened: a further vital lost its signal`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.vitals("hr=!sensor-off spo2=98", for: 35)
    try scenario.act("ack signal.lost")
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 20)
    #expect(scenario.told("signal.lost", from: 41) == [])
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 11)
    #expect(
      scenario.told("signal.lost") == [
        "35.000 alert.raised signal.lost low", "40.000 alert.acknowledged signal.lost low",
        "65.000 alert.escalated signal.lost medium", "70.000 alert.worsened signal.lost medium",
      ])
    #expect(try facts(scenario, "signal.lost", .alertWorsened).presence == .on)
    #expect(try facts(scenario, "signal.lost", .alertWorsened).lost.map(\.vital) == [.hr, .spo2])
  }

  @Test func `alert.worsened: a further vital lost its pulse`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.vitals("hr=!no-pulse spo2=98", for: 20)
    try scenario.act("ack pulse.lost")
    try scenario.vitals("hr=!no-pulse spo2=!no-pulse", for: 2)
    #expect(
      scenario.told("pulse.lost") == [
        "10.000 alert.raised pulse.lost medium", "20.000 alert.escalated pulse.lost high",
        "25.000 alert.acknowledged pulse.lost high", "25.000 alert.worsened pulse.lost high",
      ])
  }

  @Test func `alert.worsened: the value moved from that at the acknowledgement by the margin`()
    throws
  {
    try Table(
      """
      condition | raised by | then     | told
      spo2.low  | spo2=89   | spo2=86  | nothing
      spo2.low  | spo2=89   | spo2=85  | worsened
      hr.high   | hr=121    | hr=140.9 | nothing
      hr.high   | hr=121    | hr=141   | worsened
      hr.low    | hr=44     | hr=24.1  | nothing
      hr.low    | hr=44     | hr=24    | worsened
      bp.high   | bp=172//  | bp=191// | nothing
      bp.high   | bp=172//  | bp=192// | worsened
      bp.high   | bp=/120/  | bp=/129/ | nothing
      bp.high   | bp=/120/  | bp=/130/ | worsened
      bp.low    | bp=79//   | bp=64.1//| nothing
      bp.low    | bp=79//   | bp=64//  | worsened
      bp.low    | bp=//59   | bp=//49.1| nothing
      bp.low    | bp=//59   | bp=//49  | worsened
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["raised by"], for: 31)
      try scenario.act("ack \(row["condition"])")
      scenario.advance(by: 1)
      try scenario.read(row["then"])
      let event = scenario.events(row["condition"]).last
      guard event?.name == .alertWorsened else { return "nothing" }
      return event?.alert?.presence == .on ? "worsened" : "worsened, acknowledgement kept"
    }
  }

  @Test func `alert.worsened: a value moves only once it was acknowledged`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=89", for: 16)
    try scenario.read("spo2=85")
    #expect(scenario.told("spo2.low") == ["15.000 alert.raised spo2.low medium"])
  }

  @Test func `alert.worsened: an improvement by the margin is none`() throws {
    try Table(
      """
      condition | raised by | then
      hr.high   | hr=150    | hr=125
      hr.low    | hr=22     | hr=44
      bp.low    | bp=60//   | bp=79//
      bp.high   | bp=230//  | bp=201//
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["raised by"], for: 31)
      try scenario.act("ack \(row["condition"])")
      scenario.advance(by: 1)
      try scenario.read(row["then"])
      let last = scenario.events(row["condition"]).last
      return last?.name == .alertAcknowledged ? row["then"] : last?.name.rawValue ?? ""
    }
  }

  @Test func `alert.eased: priority down, the acknowledgement is kept`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=130", for: 40)
    #expect(
      scenario.told("hr.high") == [
        "10.000 alert.raised hr.high high", "20.000 alert.acknowledged hr.high high",
        "40.000 alert.eased hr.high medium ack",
      ])
  }

  @Test func `alert.acknowledged: who and when, sound off, light on`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("ack hr.high by=anna")
    let taken = try facts(scenario, "hr.high", .alertAcknowledged)
    #expect(taken.by == "anna" && taken.presence == .ack)
    #expect(scenario.told("hr.high").last == "20.000 alert.acknowledged hr.high medium")
  }

  @Test func `alert.latched: no level present, it was high and nobody acknowledged it since`()
    throws
  {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 19)
    try scenario.vitals("hr=72", for: 20.5)
    #expect(
      scenario.told("hr.high") == [
        "10.000 alert.raised hr.high high", "39.000 alert.latched hr.high high",
      ])
    #expect(try facts(scenario, "hr.high", .alertLatched).presence == .latched)
  }

  @Test func `alert.latched: also after it eased without anybody acknowledging`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 11)
    try scenario.vitals("hr=130", for: 15)
    try scenario.vitals("hr=72", for: 40)
    let events = scenario.told("hr.high").filter { !$0.contains("unanswered") }
    #expect(
      events == [
        "10.000 alert.raised hr.high high", "31.000 alert.eased hr.high medium",
        "46.000 alert.latched hr.high high",
      ])
  }

  @Test func `alert.closed, not latched: acknowledged since it was last high`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 11)
    try scenario.vitals("hr=130", for: 25)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 25)
    #expect(scenario.told("hr.high").last == "56.000 alert.closed hr.high medium")
  }

  @Test func `alert.latched: high again after its acknowledgement was withdrawn`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 11)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=165", for: 2)
    try scenario.vitals("hr=72", for: 25)
    #expect(
      scenario.told("hr.high") == [
        "10.000 alert.raised hr.high high", "11.000 alert.acknowledged hr.high high",
        "11.000 alert.worsened hr.high high", "33.000 alert.latched hr.high high",
      ])
  }

  @Test func `alert.returned: a latched one is present again, the same occurrence, on`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.vitals("hr=72", for: 25)
    try scenario.vitals("hr=130", for: 16)
    let returned = try facts(scenario, "hr.high", .alertReturned)
    #expect(scenario.told("hr.high").last == "60.000 alert.returned hr.high medium")
    #expect(try returned.id == facts(scenario, "hr.high", .alertRaised).id)
    #expect(returned.presence == .on)
  }

  @Test func `alert.closed: no level present and not to be latched`() throws {
    for (reading, priority) in [("spo2=93", "low"), ("hr=130", "medium")] {
      var scenario = try Scenario.admitted()
      try scenario.vitals(reading, for: 70)
      try scenario.vitals("hr=72 spo2=98", for: 40)
      let last = try #require(scenario.told("hr.high", "spo2.low").last)
      #expect(last.contains("alert.closed") && last.hasSuffix(priority))
      let closed = scenario.allEvents.last { $0.name == .alertClosed }
      #expect(closed?.alert?.presence == .off)
    }
  }

  @Test func `alert.closed: a latched one is acknowledged`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.vitals("hr=72", for: 25)
    try scenario.act("ack hr.high by=anna")
    #expect(
      scenario.told("hr.high", from: 45) == [
        "45.000 alert.acknowledged hr.high high", "45.000 alert.closed hr.high high",
      ])
  }

  @Test func `alert.closed: an unacknowledged medium leaves a mark, others do not`() throws {
    try Table(
      """
      reading | acknowledged | mark
      hr=130  | no           | true
      hr=130  | yes          |
      spo2=93 | no           |
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["reading"], for: 70)
      let condition = row["reading"].hasPrefix("hr") ? "hr.high" : "spo2.low"
      if row["acknowledged"] == "yes" { try scenario.act("ack \(condition)") }
      try scenario.vitals("hr=72 spo2=98", for: 40)
      let closed = scenario.events(condition).last { $0.name == .alertClosed }
      return try #require(closed).fact("while_you_were_away")
    }
  }
}
