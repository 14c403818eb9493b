import InfusionCore
import Testing
import Vitals

/// What a nurse may change for one session.
@Suite struct DefaultProtocolBoundTests {
  @Test func `a limit moves within the protocol's bounds, and is refused beyond them`() throws {
    try Table(
      """
      limit                        | answer
      hr.high above=140            | accepted
      hr.high above=141            | refused
      hr.high above=100            | accepted
      hr.low below=38              | accepted
      hr.low below=37              | refused
      spo2.low below=85            | accepted
      spo2.low below=84            | refused
      bp.high vital=sbp above=200  | accepted
      bp.high vital=sbp above=201  | refused
      bp.high vital=dbp above=115  | accepted
      bp.high vital=dbp above=116  | refused
      bp.low vital=sbp below=80    | refused
      spo2.low below=80 priority=high | refused
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      let text = "limit \(row["limit"]) reason=known"
      guard case .verb(let verb, let by) = try RecordedAct(parsing: text) else { return "no verb" }
      let replies = scenario.send(.act(bed: "1", verb, by: by)).compactMap {
        if case .reply(let reply) = $0 { reply } else { nil }
      }
      switch replies.first {
      case .accepted: return "accepted"
      case .refused(let refusal): return refusal.reason == .argument ? "refused" : "\(refusal)"
      case nil: return "no answer"
      }
    }
  }

  @Test func `a limit needs a reason`() throws {
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "limit hr.high above=130") }
  }

  @Test func `a limit needs a session`() throws {
    var scenario = try Scenario()
    #expect(
      try scenario.refusal(of: "limit hr.high above=130 reason=known").hasPrefix("conflict: "))
  }

  @Test func `a moved limit is judged from then on, and told with its reason`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("limit hr.high above=130 reason=\"always fast\" by=anna")
    try scenario.vitals("hr=128", for: 60)
    #expect(scenario.told("hr.high") == [])
    try scenario.vitals("hr=131", for: 16)
    #expect(scenario.told("hr.high") == ["75.000 alert.raised hr.high medium"])
    #expect(scenario.events("hr.high").first?.alert?.limit == 130)
    let changed = try #require(scenario.events("limit.changed").first)
    #expect(changed.fact("reason") == "always fast" && changed.fact("by") == "anna")
    #expect(changed.fact("from") == "120.0" && changed.fact("to") == "130.0")
  }

  @Test func `the reading that stands is judged against a moved limit at once`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=110", for: 10)
    try scenario.act("limit hr.high above=100 reason=watch")
    try scenario.vitals("hr=110", for: 20)
    #expect(scenario.told("hr.high") == ["25.000 alert.raised hr.high medium"])
  }

  @Test func `a moved limit leaves the deeper levels where they are`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("limit hr.high above=135 reason=known")
    try scenario.vitals("hr=141", for: 11)
    #expect(scenario.told("hr.high") == ["10.000 alert.raised hr.high high"])
  }

  @Test func `a moved limit goes back to the protocol's`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("limit hr.high above=130 reason=known")
    try scenario.act("limit hr.high limit=protocol reason=over")
    try scenario.vitals("hr=125", for: 16)
    #expect(scenario.told("hr.high") == ["15.000 alert.raised hr.high medium"])
  }

  @Test func `a moved limit is gone with the session`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("limit hr.high above=130 reason=known")
    try scenario.act("cancel")
    scenario.advance(by: 1)
    try scenario.act("admit")
    try scenario.vitals("hr=125", for: 16)
    #expect(scenario.told("hr.high") == ["16.000 alert.raised hr.high medium"])
  }
}
