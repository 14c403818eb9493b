import InfusionCore
import Testing
import Vitals

/// After a reboot whose clock nobody keeps in step, the time that passed is a guess.
@Suite struct UncertainClockTests {
  private func reboot(_ scenario: inout Scenario, isGapCertain: Bool) {
    let from = scenario.now
    scenario.advance(by: 10)
    scenario.send(.station(.blind(from: from, to: scenario.now, isGapCertain: isGapCertain)))
    scenario.advance(by: 1)
  }

  private func isUncertain(_ scenario: Scenario) throws -> Bool? {
    try scenario.bed().watch.session?.isDrugClockUncertain
  }

  @Test func `the drug clock is uncertain until a nurse confirms it`() throws {
    for phase in [try Scenario.started(), try Scenario.recovering(), try Scenario.ready()] {
      var scenario = phase
      reboot(&scenario, isGapCertain: false)
      #expect(try isUncertain(scenario) == true)
      try scenario.act("entry moaas=5 by=anna")
      reboot(&scenario, isGapCertain: true)
      #expect(try isUncertain(scenario) == true)
      try scenario.act("entry drug_clock=confirmed by=anna")
      #expect(try isUncertain(scenario) == false)
      #expect(scenario.events("entry.recorded").last?.fact("drug_clock") == "confirmed")
    }
  }

  @Test func `only what is said after the restart confirms it`() throws {
    var scenario = try Scenario.started()
    reboot(&scenario, isGapCertain: false)
    try scenario.act("entry drug_clock=confirmed")
    let id = try #require(scenario.events("entry.recorded").last?.fact("id"))
    reboot(&scenario, isGapCertain: false)
    try scenario.act("correct \(id) drug_clock=confirmed note=late reason=slip")
    try scenario.act("entry drug_clock=confirmed at=00:10")
    #expect(try isUncertain(scenario) == true)
  }

  @Test func `without an infusion there is no drug clock to confirm`() throws {
    var scenario = try Scenario.started(protocol: "esketamine")
    reboot(&scenario, isGapCertain: false)
    #expect(try isUncertain(scenario) == false)
  }

  @Test func `a gap that is known leaves it certain, and so does one before the start`() throws {
    var scenario = try Scenario.started()
    reboot(&scenario, isGapCertain: true)
    #expect(try isUncertain(scenario) == false)
    scenario = try Scenario.preparing()
    reboot(&scenario, isGapCertain: false)
    #expect(try isUncertain(scenario) == false)
  }

  @Test func `the restart is medium in a session, however short, and says what to do`() throws {
    var scenario = try Scenario.started()
    reboot(&scenario, isGapCertain: false)
    let alert = try #require(scenario.events("station.restarted").first?.alert)
    #expect(alert.priority == .medium)
    #expect(
      alert.detail == "blind for 10 s, if the clock is right: confirm the drug clocks")
  }

  @Test func `it moves with the session, and goes with a start that is taken back`() throws {
    var scenario = try Scenario.started(beds: [.eachMinute("1"), .eachMinute("2")])
    reboot(&scenario, isGapCertain: false)
    var moved = scenario
    try moved.act("move to=2")
    #expect(try moved.bed("2").watch.session?.isDrugClockUncertain == true)
    try scenario.act("undo")
    #expect(try isUncertain(scenario) == false)
  }
}
