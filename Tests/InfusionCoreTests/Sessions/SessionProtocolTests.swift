import InfusionCore
import Testing
import Vitals

@Suite struct SessionProtocolTests {
  @Test func `ketamine-60 plans 60 min, with the reading at 40 min`() throws {
    var scenario = try Scenario.started(protocol: "ketamine-60")
    scenario.advance(toMinute: 77)
    #expect(scenario.events("phase.changed").last?.fact("minutes") == "60.0")
    #expect(
      scenario.told("infusion.ending", "infusion.complete", "infusion.overrun") == [
        "3900.000 alert.raised infusion.ending information",
        "4200.000 alert.raised infusion.complete low",
        "4200.000 alert.closed infusion.ending information",
        "4560.000 alert.raised infusion.overrun medium",
      ])
    #expect(scenario.events("nibp.slot").first?.alert?.detail == "at 40 min")
    #expect(scenario.events("nibp.slot").first?.moment == Moment(milliseconds: 3_360_000))
  }

  /// The first dose at minute 10.
  private func dosed(_ admit: String = "admit escort=Ann") throws -> Scenario {
    try Scenario.started(admit, protocol: "esketamine")
  }

  @Test func `esketamine has no infusion clock: the first dose begins the recovery`() throws {
    var scenario = try dosed()
    #expect(scenario.told("phase.changed") == ["600.000 phase.changed preparing recovering"])
    for verb in ["hold", "continue", "stop"] {
      #expect(try scenario.refusalReason(verb) == .conflict)
    }
    scenario.advance(toMinute: 200)
    #expect(
      scenario.told(
        "infusion.ending", "infusion.complete", "infusion.overrun", "infusion.held"
      ).isEmpty)
  }

  @Test func `esketamine takes no planned minutes`() throws {
    let scenario = try Scenario.preparing(protocol: "esketamine")
    #expect(try scenario.refusalReason("start minutes=40") == .argument)
  }

  @Test func `esketamine is observed for 120 min from the first dose`() throws {
    var scenario = try dosed()
    scenario.advance(to: 7799.999)
    #expect(try scenario.missing().contains("minimum time"))
    scenario.advance(by: 0.001)
    #expect(try !scenario.missing().contains("minimum time"))
    #expect(
      scenario.told("recovery.complete") == [
        "7800.000 alert.raised recovery.complete information"
      ])
  }

  @Test func `esketamine needs the cuff at 40 min and at the end`() throws {
    var scenario = try dosed()
    scenario.advance(toMinute: 57)
    try scenario.read("bp=124/78/93")
    scenario.advance(toMinute: 137)
    try scenario.read("bp=124/78/93")
    let told = scenario.events("nibp.slot").filter { $0.name != .alertUnanswered }
    #expect(
      told.map { "\($0.moment.text) \($0.name.rawValue) \($0.alert?.detail ?? "")" } == [
        "3360.000 alert.raised at 40 min", "3420.000 alert.closed at 40 min",
        "8160.000 alert.raised at 120 min", "8220.000 alert.closed at 120 min",
      ])
  }

  @Test func `esketamine in time tells of no missing cuff`() throws {
    var scenario = try dosed()
    try scenario.well(until: 140)
    #expect(scenario.told("nibp.slot", "nibp.overdue").isEmpty)
  }

  @Test func `esketamine becomes ready and is discharged as any other`() throws {
    var scenario = try dosed()
    try scenario.well(until: 129)
    try scenario.act(Scenario.entries)
    try scenario.well(until: 131)
    try scenario.act("discharge")
    #expect(
      scenario.told("phase.changed", from: 601) == [
        "7800.000 phase.changed recovering ready", "7860.000 phase.changed ready closed",
      ])
  }

  @Test func `a first dose taken back is preparing again`() throws {
    var scenario = try dosed()
    scenario.advance(by: 30)
    try scenario.act("undo")
    scenario.advance(toMinute: 140)
    #expect(try scenario.phase() == .preparing)
    #expect(scenario.told("recovery.complete", "nibp.slot").isEmpty)
  }

  @Test func `admit may name a protocol other than the station's`() throws {
    let scenario = try Scenario.admitted("admit protocol=esketamine")
    #expect(scenario.events("session.admitted").last?.fact("protocol") == "esketamine")
    #expect(try scenario.bed().watch.session?.rules.name == "esketamine")
  }
}
