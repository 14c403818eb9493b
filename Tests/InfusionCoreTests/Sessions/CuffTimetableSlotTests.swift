import InfusionCore
import Testing
import Vitals

/// The mandatory readings: before the start, at 40 min, at the end, before leaving.
@Suite struct CuffTimetableSlotTests {
  /// Started at minute 10 after results at 0 and 5, stopped; results at these minutes.
  private func slots(
    results: [Double], stop: Double, until end: Double, start: String = "start"
  ) throws -> [String] {
    var scenario = try Scenario.started(by: start)
    var steps = results.map { (at: $0, bp: true) } + [(at: stop, bp: false)]
    steps.sort { $0.at < $1.at }
    for step in steps where step.at <= end {
      scenario.advance(toMinute: step.at)
      if step.bp { try scenario.read("bp=124/78/93") } else { try scenario.act("stop") }
    }
    scenario.advance(toMinute: end)
    let told = scenario.events("nibp.slot").filter { $0.name != .alertUnanswered }
    return told.map { event in
      let minute = Double(event.moment.milliseconds) / 60_000
      return "\(minute) \(event.name.rawValue) \(event.alert?.detail ?? "")"
    }
  }

  @Test func `the reading before the start may be as old as the check allows`() throws {
    #expect(try slots(results: [], stop: 100, until: 40).isEmpty)
  }

  @Test func `a missing reading before the start is told 6 min after it`() throws {
    for (result, expected) in [(16.0, 0), (16.1, 2)] {
      var scenario = try Scenario.admitted(beds: [.eachMinute()])
      try scenario.well(until: 10, bp: nil)
      try scenario.act("start authorised_by=Lee reason=\"no cuff\"")
      scenario.advance(toMinute: result)
      try scenario.read("bp=124/78/93")
      scenario.advance(toMinute: 20)
      let told = scenario.events("nibp.slot")
      #expect(told.count == expected)
      #expect(told.first?.alert?.priority ?? .medium == .medium)
      #expect(told.first?.alert?.detail ?? "before the start" == "before the start")
    }
  }

  @Test func `the reading at 40 min has 6 min on either side`() throws {
    let plan = "start minutes=60"
    #expect(try slots(results: [44], stop: 70, until: 60, start: plan).isEmpty)
    #expect(try slots(results: [56], stop: 70, until: 60, start: plan).isEmpty)
    #expect(
      try slots(results: [43.9], stop: 70, until: 60, start: plan) == [
        "56.0 alert.raised at 40 min"
      ])
    #expect(
      try slots(results: [56.1], stop: 70, until: 60, start: plan) == [
        "56.0 alert.raised at 40 min", "56.1 alert.closed at 40 min",
      ])
  }

  @Test func `the 40 min of a mandatory reading are those of the drug clock`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 28)
    try scenario.act("continue")
    scenario.advance(toMinute: 65)
    #expect(scenario.told("nibp.slot") == ["3840.000 alert.raised nibp.slot medium"])
  }

  @Test func `an infusion that never reached 40 min needs no reading there`() throws {
    #expect(try slots(results: [32], stop: 30, until: 80).isEmpty)
  }

  @Test func `the reading at the end has 6 min on either side of the stop`() throws {
    #expect(try slots(results: [24], stop: 30, until: 60).isEmpty)
    #expect(try slots(results: [36], stop: 30, until: 60).isEmpty)
    #expect(
      try slots(results: [23.9], stop: 30, until: 60) == ["36.0 alert.raised at the end"])
    #expect(
      try slots(results: [36.1], stop: 30, until: 60) == [
        "36.0 alert.raised at the end", "36.1 alert.closed at the end",
      ])
  }

  @Test func `the reading before leaving is told 6 min after the minimum`() throws {
    #expect(try slots(results: [30, 75], stop: 30, until: 110).isEmpty)
    #expect(try slots(results: [30, 96], stop: 30, until: 110).isEmpty)
    #expect(
      try slots(results: [30, 74.9], stop: 30, until: 110) == [
        "96.0 alert.raised before leaving"
      ])
  }

  @Test func `one result serves every slot whose window it falls in`() throws {
    #expect(try slots(results: [50], stop: 54, until: 70).isEmpty)
    #expect(
      try slots(results: [46], stop: 54, until: 70) == ["60.0 alert.raised at the end"])
  }

  @Test func `nibp.slot hides nibp.overdue`() throws {
    var scenario = try Scenario.started(by: "start minutes=60")
    try scenario.read("bp=124/78/93")
    scenario.advance(toMinute: 20)
    try scenario.read("bp=124/78/93")
    for minute in [31.0, 43.5] {
      scenario.advance(toMinute: minute)
      try scenario.read("bp=124/78/93")
    }
    scenario.advance(toMinute: 58)
    #expect(
      scenario.told("nibp.slot", "nibp.overdue", from: 2640) == [
        "3360.000 alert.raised nibp.slot medium"
      ])
  }
}
