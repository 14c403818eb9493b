import InfusionCore
import Testing
import Vitals

/// A reload is the configuration again: it changes the next session.
@Suite struct SessionReloadTests {
  private func setup(
    beds: [BedSetup] = [.eachMinute()], _ change: (inout TreatmentProtocol) -> Void
  ) throws -> Input {
    var rules = try Scenario.treatment()
    change(&rules)
    return .setUp(StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name))
  }

  @Test func `a running session keeps the protocol it was admitted under, whole`() throws {
    var scenario = try Scenario.started()
    scenario.send(
      try setup { rules in
        rules.infusion?.planned = .minutes(20)
        rules.recovery.minimumWithEscort = .minutes(10)
        rules.continuous[0].levels[0].term.reference = .absolute(60)
        rules.cuffPlan.infusing = .minutes(2)
      })
    try scenario.well(until: 51)
    #expect(scenario.told("hr.high", "nibp.overdue").isEmpty)
    #expect(scenario.told("infusion.complete") == ["3000.000 alert.raised infusion.complete low"])
    try scenario.act("stop")
    try scenario.well(until: 100)
    #expect(scenario.told("recovery.complete").isEmpty)
  }

  @Test func `the next session has the new protocol`() throws {
    var scenario = try Scenario.preparing()
    scenario.send(try setup { $0.infusion?.planned = .minutes(20) })
    try scenario.act("cancel")
    try scenario.act("admit")
    try scenario.read("bp=124/78/93")
    try scenario.well(until: 12)
    try scenario.act("start")
    scenario.advance(toMinute: 33)
    #expect(scenario.told("infusion.complete") == ["1920.000 alert.raised infusion.complete low"])
  }

  @Test func `an alert goes on through a reload`() throws {
    var scenario = try Scenario.started()
    try scenario.well(until: 12, vitals: "hr=130 spo2=98")
    scenario.send(try setup { _ in })
    try scenario.well(until: 13, vitals: "hr=130 spo2=98")
    #expect(scenario.told("hr.high") == ["615.000 alert.raised hr.high medium"])
  }

  @Test func `what is pending on a free bed goes on through a reload`() throws {
    var scenario = try Scenario()
    try scenario.vitals("hr=72 spo2=84", for: 8)
    scenario.send(try setup { $0.infusion?.planned = .minutes(20) })
    try scenario.vitals("hr=72 spo2=84", for: 60)
    #expect(
      scenario.told("spo2.low", "bed.no_session") == [
        "10.000 alert.raised spo2.low high", "40.000 alert.unanswered spo2.low high step 1",
        "60.000 alert.raised bed.no_session low",
      ])
  }

  @Test func `a bed with a session stays although the new configuration lacks it`() throws {
    var scenario = try Scenario.started()
    scenario.send(try setup(beds: [.eachMinute("2")]) { _ in })
    scenario.advance(toMinute: 51)
    #expect(
      scenario.told("infusion.complete", bed: "1") == [
        "3000.000 alert.raised infusion.complete low"
      ])
    #expect(scenario.settled.beds.map(\.name) == ["2", "1"])
  }

  @Test func `a reload takes no monitor off an active bed`() throws {
    var scenario = try Scenario.started(beds: [.eachMinute("1"), .eachMinute("2")])
    let swapped = [
      BedSetup(bed: "1", monitors: [.sample("monitor-2", every: .minutes(1))]),
      BedSetup(bed: "2", monitors: [.sample("monitor-1", every: .minutes(1))]),
    ]
    scenario.send(try setup(beds: swapped) { _ in })
    try scenario.read("hr=150 spo2=98", bed: "1", monitor: "monitor-1")
    scenario.advance(by: 20)
    #expect(scenario.told("hr.high").first == "610.000 1 alert.raised hr.high high")
    #expect(try scenario.bed("1").setup.monitors.map(\.name) == ["monitor-1"])
    #expect(try scenario.bed("2").setup.monitors.isEmpty)
  }

  @Test func `a monitor that was bound to an active bed stays with it through a reload`() throws {
    let beds = [BedSetup.eachMinute("1"), .eachMinute("2")]
    var scenario = try Scenario.started(beds: beds)
    try scenario.act("rebind monitor=monitor-2")
    scenario.send(try setup(beds: beds) { _ in })
    #expect(try scenario.bed("1").setup.monitors.map(\.name) == ["monitor-2"])
    #expect(try scenario.bed("2").setup.monitors.isEmpty)
  }

  @Test func `a reload that would give a patient's cuff to another monitor takes neither off`()
    throws
  {
    let two = BedSetup(
      bed: "1",
      monitors: [
        .sample("bay", vitals: VitalSign.continuous), .sample("cuff", vitals: VitalSign.cuff),
      ])
    var scenario = try Scenario.admitted(beds: [two])
    let all = BedSetup(bed: "1", monitors: [.sample("bay")])
    scenario.send(try setup(beds: [all]) { _ in })
    #expect(try scenario.bed("1").setup.monitors == two.monitors)
  }

  @Test func `the monitors of a free bed follow the new configuration`() throws {
    var scenario = try Scenario(beds: [.eachMinute()])
    let other = BedSetup(bed: "1", monitors: [.sample("other")])
    scenario.send(try setup(beds: [other]) { _ in })
    #expect(try scenario.bed("1").setup.monitors.map(\.name) == ["other"])
  }
}
