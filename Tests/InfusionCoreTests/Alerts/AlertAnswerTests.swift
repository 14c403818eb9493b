import InfusionCore
import Testing
import Vitals

/// What waits for a nurse's answer, and what reminds her of one: unanswered and reminded.
@Suite struct AlertAnswerTests {
  /// A monitor that reads once a minute, so that hours are short.
  private func slow() throws -> Scenario {
    let monitor = MonitorSetup.sample("slow", every: .seconds(60))
    return try Scenario.admitted(beds: [BedSetup(bed: "1", monitors: [monitor])])
  }

  private func moments(_ scenario: Scenario, _ name: EventName) -> [String] {
    scenario.allEvents.filter { $0.name == name }.map {
      $0.moment.text + ($0.alert?.step.map { " step \($0)" } ?? "")
    }
  }

  @Test func `alert.unanswered: high after 30 s and 60 s, medium after 180 s and 360 s`() throws {
    try Table(
      """
      reading | raised | steps
      hr=145  | 10.000 | 40.000 step 1, 70.000 step 2
      hr=130  | 15.000 | 195.000 step 1, 375.000 step 2
      spo2=93 | 60.000 |
      """
    ).check { row in
      var scenario = try slow()
      try scenario.vitals(row["reading"], for: 1200, every: 60)
      try #require(moments(scenario, .alertRaised) == [row["raised"]])
      return moments(scenario, .alertUnanswered).joined(separator: ", ")
    }
  }

  @Test func `alert.unanswered: not once it is acknowledged`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 50)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=145", for: 60)
    #expect(moments(scenario, .alertUnanswered) == ["40.000 step 1"])
  }

  @Test func `alert.unanswered: runs on while latched`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=79", for: 2)
    try scenario.vitals("spo2=98", for: 70)
    #expect(
      scenario.told("spo2.low") == [
        "0.000 alert.raised spo2.low high", "30.000 alert.unanswered spo2.low high step 1",
        "32.000 alert.latched spo2.low high", "60.000 alert.unanswered spo2.low high step 2",
      ])
  }

  @Test func `alert.unanswered: runs on under an audio-pause`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 12)
    try scenario.act("audio-pause")
    try scenario.vitals("hr=145", for: 60)
    #expect(moments(scenario, .alertUnanswered) == ["40.000 step 1", "70.000 step 2"])
  }

  @Test func `alert.unanswered: begins anew when the alert escalates or returns`() throws {
    var escalated = try slow()
    try escalated.vitals("hr=130", for: 120, every: 60)
    try escalated.vitals("hr=145", for: 120, every: 60)
    #expect(moments(escalated, .alertUnanswered) == ["160.000 step 1", "190.000 step 2"])

    var returned = try Scenario.admitted()
    try returned.vitals("spo2=79", for: 2)
    try returned.vitals("spo2=98", for: 98)
    try returned.vitals("spo2=79", for: 40)
    #expect(moments(returned, .alertReturned) == ["100.000"])
    #expect(
      moments(returned, .alertUnanswered) == [
        "30.000 step 1", "60.000 step 2", "130.000 step 1",
      ])
  }

  @Test func `alert.unanswered: the worst priority since it began decides`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 11)
    try scenario.vitals("hr=130", for: 200)
    #expect(
      scenario.told("hr.high") == [
        "10.000 alert.raised hr.high high", "31.000 alert.eased hr.high medium",
        "40.000 alert.unanswered hr.high medium step 1",
        "70.000 alert.unanswered hr.high medium step 2",
      ])
  }

  @Test func `alert.unanswered: begins anew when an acknowledgement is withdrawn`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=89", for: 20)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=85", for: 200)
    #expect(
      scenario.told("spo2.low").filter { !$0.contains("reminded") } == [
        "15.000 alert.raised spo2.low medium", "20.000 alert.acknowledged spo2.low medium",
        "20.000 alert.worsened spo2.low medium",
        "200.000 alert.unanswered spo2.low medium step 1",
      ])
  }

  @Test func `alert.reminded: 3 min after the acknowledgement, then 6, 12, 15, 15 min`() throws {
    for (reading, priority) in [("hr=130", "medium"), ("hr=145", "high")] {
      var scenario = try slow()
      try scenario.vitals(reading, for: 60, every: 60)
      try scenario.act("ack hr.high")
      try scenario.vitals(reading, for: 60 * 70, every: 60)
      let reminded = scenario.allEvents.filter { $0.name == .alertReminded }
      #expect(
        reminded.map { ($0.moment - Moment(milliseconds: 60_000)).seconds / 60 } == [
          3, 9, 21, 36, 51, 66,
        ])
      #expect(reminded.allSatisfy { $0.alert?.presence == .ack }, "\(priority)")
    }
  }

  @Test func `alert.reminded: a low one never reminds`() throws {
    var scenario = try slow()
    try scenario.vitals("spo2=93", for: 120, every: 60)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=93", for: 1200, every: 60)
    #expect(moments(scenario, .alertReminded) == [])
  }

  @Test func `alert.reminded: not once no level is present`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 200)
    #expect(scenario.told("hr.high").last == "40.000 alert.closed hr.high medium")
  }

  @Test func `alert.reminded: reset by worsening`() throws {
    var scenario = try slow()
    try scenario.vitals("hr=125", for: 60, every: 60)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=125", for: 120, every: 60)
    // 20 more than at the acknowledgement, 2 min after it.
    try scenario.vitals("hr=145", for: 60, every: 60)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=145", for: 240, every: 60)
    #expect(moments(scenario, .alertReminded) == ["420.000"])
  }

  @Test func `alert.reminded: a cuff condition only with a new violating result`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=172/80/110")
    scenario.advance(to: 10)
    try scenario.act("ack bp.high")
    for seconds in [100.0, 189, 200, 559, 600, 1500] {
      scenario.advance(to: seconds)
      try scenario.read("bp=172/80/110")
    }
    scenario.advance(to: 3000)
    // Due from 190 on, then from 6 min after the one at 200, then from 12 min after the one at 600.
    #expect(moments(scenario, .alertReminded) == ["200.000", "600.000", "1500.000"])
  }

  @Test func `alert.reminded: a cuff condition not with a result that does not violate`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=172/80/110")
    scenario.advance(to: 10)
    try scenario.act("ack bp.high")
    scenario.advance(to: 200)
    // Between limit and deadband: the alert stays, but nothing violates.
    try scenario.read("bp=157/80/105")
    scenario.advance(to: 3000)
    #expect(scenario.told("bp.high", from: 11) == ["200.000 alert.eased bp.high low ack"])
  }

  @Test func `alert.reminded: a cuff condition once if no result came in 5 min`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=172/80/110")
    scenario.advance(to: 10)
    try scenario.act("ack bp.high")
    scenario.advance(to: 3000)
    #expect(moments(scenario, .alertReminded) == ["310.000"])
  }
}
