import InfusionCore
import Testing
import Vitals

/// Ids of sessions: everything that is kept and told of a patient hangs on them.
@Suite struct SessionNameTests {
  private static let beds: [BedSetup] = [.sample("1"), .sample("2")]

  @Test func `the id of a running session, or of one that is over, is refused`() throws {
    for id in ["1-1", "S"] {
      var scenario = try Scenario.admitted("admit session=\(id)", beds: Self.beds)
      #expect(try scenario.refusalReason("admit session=\(id)", bed: "2") == .conflict)
      try scenario.act("cancel")
      scenario.advance(by: 100)
      #expect(try scenario.refusalReason("admit session=\(id)", bed: "2") == .conflict)
      #expect(try scenario.refusalReason("admit session=\(id)") == .conflict)
    }
  }

  @Test func `a made id leaves out the ids that nurses gave`() throws {
    var scenario = try Scenario.admitted("admit session=2-2", beds: Self.beds)
    var ids: [String] = []
    for _ in 1...3 {
      let facts = try scenario.act("admit", bed: "2")
      if case .text(let id)? = facts.first(where: { $0.key == "session" })?.value { ids.append(id) }
      try scenario.act("cancel", bed: "2")
    }
    #expect(ids == ["2-1", "2-3", "2-4"])
  }

  @Test func `a bed that was gone for a while goes on counting`() throws {
    var scenario = try Scenario.admitted(beds: Self.beds)
    try scenario.act("cancel")
    let rules = try Scenario.treatment()
    for beds in [[Self.beds[1]], Self.beds] {
      scenario.advance(by: 10)
      scenario.send(
        .setUp(StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name)))
    }
    #expect(try scenario.act("admit").first == Fact("session", .text("1-2")))
  }

  @Test func `ids from long ago are not given again, whatever the bed is called`() throws {
    var scenario = try Scenario(beds: [.sample("Süd 3")])
    var core = scenario.core
    for id in ["Süd 3-7", "Süd 3-2", "ours", "Süd 3-08"] { core.remember(session: id, of: "Süd 3") }
    for (id, reply) in [(nil, true), ("Süd 3-4", false), ("ours", false), ("Süd 3-8", true)] {
      var other = core
      let admission = Verb.Admission(session: id)
      let actions = other.receive(.act(bed: "Süd 3", .admit(admission), by: nil), at: scenario.now)
      let isTaken = actions.contains { if case .reply(.accepted) = $0 { true } else { false } }
      #expect(isTaken == reply, "\(id ?? "made")")
      if id == nil { #expect(other.beds[0].watch.session?.id == "Süd 3-8") }
    }
    scenario.tick()
  }

  @Test func `a refused admission uses no id up`() throws {
    var scenario = try Scenario(beds: Self.beds)
    #expect(try scenario.refusalReason("admit protocol=none") == .argument)
    #expect(try scenario.act("admit").first == Fact("session", .text("1-1")))
  }
}
