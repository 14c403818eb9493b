import InfusionCore
import Testing
import Vitals

/// Which condition hides which, and what that does not do.
@Suite struct CannotTellInhibitionTests {
  /// A patient with good signals, at 5 s.
  private func watched(_ bed: BedSetup = .sample("1")) throws -> Scenario {
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.vitals("hr=72 spo2=98", for: 5)
    return scenario
  }

  @Test func `inhibition: each of the link's conditions hides the bed's other technical ones`()
    throws
  {
    try Table(
      """
      cause                 | then           | raised
      link.down             | link.garbled   | link.lost
      link.down             | frozen         | link.lost
      link.down             | identity found=x | link.lost
      link.down             | cuff.failed    | link.lost
      identity found=x      | link.garbled   | link.identity
      identity found=x      | frozen         | link.identity
      identity found=x      | cuff.failed    | link.identity
      link.garbled          | frozen         | link.garbled
      link.garbled          | cuff.failed    | link.garbled
      frozen                | cuff.failed    | link.frozen
      """
    ).check { row in
      var scenario = try watched()
      try scenario.act(row["cause"])
      scenario.advance(by: 12)
      try scenario.act(row["then"])
      try scenario.act(row["then"])
      scenario.advance(by: 120)
      let raised = scenario.allEvents.filter { $0.name == .alertRaised }
      return raised.compactMap { $0.alert?.condition.rawValue }.joined(separator: ", ")
    }
  }

  @Test func `inhibition: in their order, a later one does not hide an earlier one`() throws {
    try Table(
      """
      first            | then             | raised
      link.garbled     | identity found=x | link.garbled, link.identity
      frozen           | link.garbled     | link.frozen, link.garbled
      frozen           | link.down        | link.frozen, link.lost
      """
    ).check { row in
      var scenario = try watched()
      try scenario.act(row["first"])
      scenario.advance(by: 12)
      try scenario.act(row["then"])
      scenario.advance(by: 12)
      let raised = scenario.allEvents.filter { $0.name == .alertRaised }
      return raised.compactMap { $0.alert?.condition.rawValue }.joined(separator: ", ")
    }
  }

  @Test func `inhibition: signal.lost is hidden by each of them`() throws {
    for cause in ["link.down", "identity found=x", "link.garbled", "frozen"] {
      var scenario = try watched()
      try scenario.act(cause)
      scenario.advance(by: 200)
      #expect(scenario.told("signal.lost") == [], "\(cause)")
    }
  }

  @Test func `inhibition: only by what is present, not by what is pending`() throws {
    var scenario = try watched()
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 30)
    try scenario.act("link.down")
    scenario.advance(to: 45)
    #expect(
      scenario.told("alert.raised") == [
        "35.000 alert.raised signal.lost low", "40.000 alert.raised link.lost medium",
      ])
  }

  @Test func `inhibition: the clocks run on, and it is raised when the inhibition ends`() throws {
    var scenario = try watched()
    try scenario.act("link.down")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 50)
    try scenario.act("link.up")
    scenario.advance(to: 90)
    // link.lost ends at 80; by then the signals have been lost for 75 s.
    #expect(
      scenario.told("link.lost", "signal.lost") == [
        "15.000 alert.raised link.lost medium", "80.000 alert.raised signal.lost medium",
        "80.000 alert.closed link.lost medium",
      ])
  }

  @Test func `inhibition: one that was raised before stays, and goes on escalating`() throws {
    var scenario = try watched()
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 40)
    try scenario.act("link.down")
    scenario.advance(to: 70)
    #expect(
      scenario.told("signal.lost") == [
        "35.000 alert.raised signal.lost low", "65.000 alert.escalated signal.lost medium",
      ])
    #expect(
      scenario.events("signal.lost").map { $0.alert?.inhibitedBy } == [nil, "link.lost"])
  }

  @Test func `inhibition: gateway.lost hides the technical conditions of its beds`() throws {
    let beds = ["1", "2"].map {
      BedSetup(bed: $0, monitors: [.sample("monitor-\($0)", link: "gateway")])
    }
    var scenario = try Scenario.admitted(beds: beds)
    try scenario.act("admit", bed: "2")
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.act("link.down", bed: "1")
    try scenario.act("link.down", bed: "2")
    try scenario.act("identity found=x", bed: "2")
    scenario.advance(by: 200)
    #expect(
      scenario.told("alert.raised") == [
        "5.000 2 alert.raised link.identity medium", "15.000 alert.raised gateway.lost medium",
      ])
  }

  @Test func `inhibition: pulse.lost hides signal.lost`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!no-pulse spo2=!no-pulse", for: 60)
    #expect(scenario.told("signal.lost") == [])
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 31)
    #expect(
      scenario.told("signal.lost", "pulse.lost", from: 60).filter { !$0.contains("unanswered") }
        == [
          "95.000 alert.latched pulse.lost high", "95.000 alert.raised signal.lost medium",
        ])
  }

  @Test func `inhibition: nibp.slot hides nibp.overdue`() throws {
    let bed = BedSetup(bed: "1", monitors: [.sample("cuff", vitals: VitalSign.cuff)])
    var scenario = try Scenario.admitted(beds: [bed])
    scenario.advance(to: 100)
    try scenario.act("start authorised_by=dr-lee reason=urgent")
    for seconds in [100.0, 700, 1300, 1900, 2100] {
      scenario.advance(to: seconds)
      try scenario.read("bp=120/80/93")
    }
    // 40 min after the start is 2500; missed 6 min later. Overdue would be from 2880 on.
    scenario.advance(to: 3000)
    #expect(
      scenario.told("nibp.slot", "nibp.overdue") == ["2860.000 alert.raised nibp.slot medium"])
  }

  @Test func `inhibition: a cuff on the probe's arm hides signal.lost while it inflates`() throws {
    try Table(
      """
      arm   | inflating until | told
      same  | ever            | 65.000
      same  | 45 s            | 45.000
      same  | 20 s            | 35.000
      other | ever            | 35.000
      """
    ).check { row in
      var bed = BedSetup.sample("1")
      bed.probeArm = row["arm"] == "same" ? .same : .other
      var scenario = try watched(bed)
      try scenario.act("cuff.inflating")
      try scenario.read("hr=!sensor-off spo2=!sensor-off")
      if row["inflating until"] == "45 s" { scenario.advance(to: 45) }
      if row["inflating until"] == "20 s" { scenario.advance(to: 20) }
      if row["inflating until"] != "ever" { try scenario.read("bp=120/80/93") }
      scenario.advance(to: 100)
      return scenario.events("signal.lost").first?.moment.text ?? "never"
    }
  }

  @Test func `inhibition: a result that is merged with a nurse's ends the inflation, too`() throws {
    var bed = BedSetup.sample("1")
    bed.probeArm = .same
    var scenario = try watched(bed)
    try scenario.act("entry bp=122/80")
    scenario.advance(by: 5)
    try scenario.act("cuff.inflating")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(by: 15)
    try scenario.read("bp=120/80/93")
    scenario.advance(to: 100)
    #expect(scenario.events("signal.lost").first?.moment.text == "39.000")
  }

  @Test func `inhibition: physiological conditions are hidden by nothing`() throws {
    var scenario = try watched()
    try scenario.act("link.garbled")
    scenario.advance(by: 20)
    try scenario.vitals("hr=145", for: 11)
    #expect(scenario.told("hr.high") == ["35.000 alert.raised hr.high high"])
  }
}
