import InfusionCore
import Testing
import Vitals

@Suite struct DrugClockTests {
  @Test func `the planned end comes on the drug clock, which excludes holds`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 27)
    try scenario.act("continue")
    scenario.advance(toMinute: 40)
    try scenario.act("hold")
    scenario.advance(toMinute: 43)
    try scenario.act("continue")
    scenario.advance(toMinute: 61)
    #expect(scenario.told("infusion.complete") == ["3600.000 alert.raised infusion.complete low"])
  }

  @Test func `a session may set 40 to 60 min, and 10 to 360 min with a reason`() throws {
    try Table(
      """
      start                          | outcome
      start                          | 40.0
      start minutes=40               | 40.0
      start minutes=60               | 60.0
      start minutes=39               | argument
      start minutes=61               | argument
      start minutes=10 reason=test   | 10.0
      start minutes=360 reason=pain  | 360.0
      start minutes=9 reason=test    | argument
      start minutes=361 reason=pain  | argument
      """
    ).check { row in
      var scenario = try Scenario.preparing()
      if let reason = try scenario.refusalReason(row["start"]) { return reason.rawValue }
      try scenario.act(row["start"])
      return scenario.events("phase.changed").last?.fact("minutes") ?? ""
    }
  }

  @Test func `the planned length is the session's own`() throws {
    var scenario = try Scenario.started(by: "start minutes=55")
    scenario.advance(toMinute: 66)
    #expect(scenario.told("infusion.complete") == ["3900.000 alert.raised infusion.complete low"])
  }

  @Test func `a start that is told late runs from its own time`() throws {
    var scenario = try Scenario.started(by: "start at=00:06")
    #expect(scenario.events("phase.changed").last?.fact("at") == "360.000")
    scenario.advance(toMinute: 47)
    #expect(scenario.told("infusion.complete") == ["2760.000 alert.raised infusion.complete low"])
  }

  @Test func `a start is never before the admission, whose minute is told whole`() throws {
    var scenario = try Scenario(beds: [.eachMinute()])
    try scenario.well(until: 5.5)
    try scenario.act("admit")
    try scenario.read("bp=124/78/93")
    try scenario.well(until: 10)
    #expect(try scenario.refusalReason("start at=00:04") == .argument)
    try scenario.act("start at=00:05")
    #expect(scenario.events("phase.changed").last?.fact("at") == "330.000")
  }

  @Test func `the recovery clock counts from the actual stop, not from the plan`() throws {
    for stop in [20.0, 50, 75] {
      var scenario = try Scenario.started()
      scenario.advance(toMinute: stop)
      try scenario.act("stop")
      scenario.advance(toMinute: stop + 61)
      let expected = Moment(milliseconds: Int64((stop + 60) * 60_000)).text
      #expect(
        scenario.told("recovery.complete") == [
          "\(expected) alert.raised recovery.complete information"
        ])
    }
  }

  @Test func `a stop while held ends the recovery clock's wait from the stop, not the hold`() throws
  {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 30)
    try scenario.act("stop")
    scenario.advance(toMinute: 91)
    #expect(
      scenario.told("recovery.complete") == [
        "5400.000 alert.raised recovery.complete information"
      ])
  }
}
