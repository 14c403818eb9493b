import InfusionCore
import Testing
import Vitals

/// Other rules go on with running sessions: what they see otherwise is told, and nothing twice.
@Suite struct ResumedTests {
  @Test func `what the rules before had told is not told again`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("spo2=78")
    scenario.advance(by: 1)
    let told = scenario.allEvents
    scenario.send(.station(.resumed(version: "9", told: told)))
    scenario.tick()
    #expect(scenario.allEvents == told)
  }

  @Test func `an alert that only these rules raise is raised`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("spo2=78")
    scenario.advance(by: 1)
    let raised = try #require(scenario.events("spo2.low").first)
    scenario.send(.station(.resumed(version: "9", told: [])))
    scenario.tick()
    let again = try #require(scenario.events("spo2.low").last)
    #expect(again.name == .alertRaised)
    #expect(again.alert?.id == raised.alert?.id)
    #expect(again.moment == scenario.now)
    #expect(again.session == raised.session)
  }

  @Test func `an alert that these rules do not raise is over, and a milder one eased`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("spo2=78")
    scenario.advance(by: 1)
    let raised = try #require(scenario.events("spo2.low").first)
    var other = raised
    other.alert?.id = "1-1-hr.high-1"
    other.alert?.condition = .hrHigh
    var milder = raised
    milder.alert?.priority = .medium
    scenario.send(.station(.resumed(version: "9", told: [milder, other])))
    scenario.tick()
    let last = scenario.allEvents.suffix(2)
    #expect(last.map(\.name) == [.alertClosed, .alertEscalated])
    #expect(last.first?.alert?.condition == .hrHigh)
    #expect(last.first?.alert?.presence == .off)
  }

  @Test func `a session in another phase is told to be in it`() throws {
    var scenario = try Scenario.admitted()
    let session = try #require(scenario.allEvents.first { $0.name == .sessionAdmitted })
    let told = Event(
      moment: session.moment, bed: "1", session: session.session, admitted: session.admitted,
      name: .phaseChanged,
      facts: [Fact("from", .text("preparing")), Fact("to", .text("infusing"))])
    scenario.send(.station(.resumed(version: "9", told: [told])))
    scenario.tick()
    let changed = try #require(scenario.allEvents.last)
    #expect(changed.name == .phaseChanged)
    #expect(
      changed.facts == [Fact("from", .text("infusing")), Fact("to", .text("preparing"))])
  }
}
