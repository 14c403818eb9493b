import InfusionCore
import Testing
import Vitals

/// A bed works with no monitor at all.
@Suite struct SessionByHandTests {
  private static let well = "entry bp=124/78 hr=72 spo2=98"

  /// Admitted at 0, measured by hand at 0 and 5, started.
  private func started() throws -> Scenario {
    var scenario = try Scenario.admitted("admit escort=Ann", beds: [.byHand()])
    try scenario.act(Self.well)
    scenario.advance(toMinute: 5)
    try scenario.act(Self.well)
    try scenario.act("start")
    return scenario
  }

  @Test func `a whole session by hand`() throws {
    var scenario = try started()
    for minute in stride(from: 10.0, through: 40, by: 10) {
      scenario.advance(toMinute: minute)
      try scenario.act(Self.well)
    }
    scenario.advance(toMinute: 45)
    try scenario.act(Self.well)
    try scenario.act("stop")
    for minute in stride(from: 55.0, through: 105, by: 10) {
      scenario.advance(toMinute: minute)
      try scenario.act(Self.well)
    }
    try scenario.act(Scenario.entries)
    scenario.advance(toMinute: 106)
    try scenario.act("discharge")
    scenario.advance(toMinute: 120)
    #expect(
      scenario.told().filter { !$0.contains("entry.recorded") } == [
        "0.000 session.admitted",
        "300.000 baseline.set",
        "300.000 phase.changed preparing infusing",
        "2400.000 alert.raised infusion.ending information",
        "2700.000 phase.changed infusing recovering",
        "2700.000 alert.closed infusion.ending information",
        "6300.000 phase.changed recovering ready",
        "6300.000 alert.raised recovery.complete information",
        "6360.000 alert.closed recovery.complete information",
        "6360.000 phase.changed ready closed",
      ])
  }

  @Test func `manual vitals raise the alerts of a monitor's`() throws {
    try Table(
      """
      entry          | told
      hr=121         | hr.high medium 15 s
      hr=145         | hr.high high 10 s
      hr=40          | hr.low high 10 s
      spo2=93        | spo2.low low 60 s
      spo2=79        | spo2.low high 0 s
      bp=172/90      | bp.high medium 0 s
      bp=205/90      | bp.high high 0 s
      bp=78/50       | bp.low high 0 s
      """
    ).check { row in
      var scenario = try started()
      try scenario.act("entry \(row["entry"])")
      let at = scenario.now
      scenario.advance(by: 90)
      let raised = scenario.events("alert.raised")
      let worst = try #require(
        scenario.allEvents.last { [.alertRaised, .alertEscalated].contains($0.name) })
      let seconds = (worst.moment - at).milliseconds / 1000
      #expect(raised.count == 1)
      return "\(worst.alert?.condition.rawValue ?? "") \(worst.alert?.priority.rawValue ?? "") "
        + "\(seconds) s"
    }
  }

  @Test func `a manual number stands until the next one is due, as a cuff result does`() throws {
    var scenario = try Scenario.admitted(beds: [.byHand()])
    try scenario.act(Self.well)
    scenario.advance(by: 900)
    #expect(try scenario.refusalReason("start") == nil)
    scenario.advance(by: 0.001)
    try scenario.act("entry bp=124/78")
    #expect(try scenario.refusal(of: "start").contains("HR not usable"))
  }

  @Test func `manual vitals do not make a probe expected`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 60)
    #expect(scenario.told("signal.lost", "pulse.lost").isEmpty)
  }

  @Test func `equal numbers by hand are no frozen monitor`() throws {
    var scenario = try started()
    for minute in stride(from: 10.0, through: 40, by: 5) {
      scenario.advance(toMinute: minute)
      try scenario.act(Self.well)
    }
    #expect(scenario.told("link.frozen").isEmpty)
  }

  @Test func `a manual pressure is a cuff result for every rule`() throws {
    var scenario = try started()
    scenario.advance(toMinute: 18.1)
    #expect(scenario.told("nibp.overdue") == ["1080.000 alert.raised nibp.overdue low"])
    try scenario.act("entry bp=124/78")
    scenario.advance(toMinute: 19)
    #expect(scenario.told("nibp.overdue").count == 2)
  }
}
