import InfusionCore
import Testing
import Vitals

@Suite struct PreStartTests {
  /// Admitted at 0 s; these readings 5 s before the start at 100 s.
  private func prepared(bp: String, hr: String = "72", spo2: String = "98") throws -> Scenario {
    var scenario = try Scenario.admitted()
    scenario.advance(to: 95)
    if !bp.isEmpty { try scenario.read("bp=\(bp)") }
    try scenario.vitals("hr=\(hr) spo2=\(spo2)", for: 5)
    return scenario
  }

  private static let override = "start authorised_by=\"Dr Lee\" reason=\"known and treated\""

  /// `starts`, `by name` only, or `never`.
  private func outcome(_ scenario: Scenario) throws -> String {
    guard try scenario.refusalReason("start") != nil else { return "starts" }
    #expect(try scenario.refusalReason("start") == .blocked)
    return try scenario.refusalReason(Self.override) == nil ? "by name" : "never"
  }

  @Test func `each limit blocks at its boundary, and only a name goes past it`() throws {
    try Table(
      """
      bp      | hr  | spo2 | outcome
      124/78  | 72  | 98   | starts
      159/78  | 72  | 98   | starts
      160/78  | 72  | 98   | by name
      179/78  | 72  | 98   | by name
      180/78  | 72  | 98   | never
      140/99  | 72  | 98   | starts
      140/100 | 72  | 98   | by name
      140/109 | 72  | 98   | by name
      140/110 | 72  | 98   | never
      90/60   | 72  | 98   | starts
      89/60   | 72  | 98   | by name
      124/78  | 120 | 98   | starts
      124/78  | 121 | 98   | by name
      124/78  | 45  | 98   | starts
      124/78  | 44  | 98   | by name
      124/78  | 72  | 95   | starts
      124/78  | 72  | 94   | by name
              | 72  | 98   | by name
      124/    | 72  | 98   | by name
      /78     | 72  | 98   | by name
      """
    ).check { row in
      try outcome(prepared(bp: row["bp"], hr: row["hr"], spo2: row["spo2"]))
    }
  }

  @Test func `a blood pressure older than 15 min blocks`() throws {
    for (age, expected) in [(900.0, "starts"), (900.001, "by name")] {
      var scenario = try Scenario.admitted(beds: [.eachMinute()])
      try scenario.read("bp=124/78/93")
      scenario.advance(by: age - 1)
      try scenario.vitals("hr=72 spo2=98", for: 1)
      #expect(try outcome(scenario) == expected)
    }
  }

  @Test func `a blood pressure from before the admission does not count`() throws {
    var scenario = try Scenario()
    try scenario.vitals("hr=72 spo2=98 bp=124/78/93", for: 1)
    try scenario.act("admit")
    try scenario.vitals("hr=72 spo2=98", for: 10)
    #expect(try outcome(scenario) == "by name")
  }

  @Test func `HR or SpO2 not usable in the last 30 s blocks`() throws {
    try Table(
      """
      lost                  | for    | outcome
      hr=!sensor-off        | 30     | starts
      hr=!sensor-off        | 30.001 | by name
      spo2=!sensor-off      | 30     | starts
      spo2=!sensor-off      | 30.001 | by name
      """
    ).check { row in
      var scenario = try prepared(bp: "124/78")
      try scenario.read("hr=72 spo2=98")
      scenario.advance(by: 1)
      try scenario.read(row["lost"])
      scenario.advance(by: (row.number("for") ?? 0) - 2)
      try scenario.read(row["lost"].hasPrefix("hr") ? "spo2=98" : "hr=72")
      scenario.advance(by: 1)
      return try outcome(scenario)
    }
  }

  @Test func `180 or 110 block whatever the age of the result`() throws {
    for bp in ["185/90", "140/112", "185/"] {
      var scenario = try prepared(bp: bp)
      scenario.advance(to: 1100)
      try scenario.vitals("hr=72 spo2=98", for: 1)
      #expect(try outcome(scenario) == "never")
    }
  }

  @Test func `an override needs a name and a reason, and is told with both`() throws {
    var scenario = try prepared(bp: "165/101", hr: "125")
    #expect(try scenario.refusalReason("start authorised_by=Lee") == .blocked)
    #expect(try scenario.refusalReason("start reason=treated") == .blocked)
    try scenario.act(Self.override + " by=anna")
    let event = try #require(scenario.events("phase.changed").last)
    #expect(event.fact("overridden") == "SBP 165, DBP 101, HR 125")
    #expect(event.fact("authorised_by") == "Dr Lee")
    #expect(event.fact("reason") == "known and treated")
    #expect(event.fact("by") == "anna")
  }

  @Test func `a refused start says what blocks it`() throws {
    var scenario = try prepared(bp: "165/80", spo2: "93")
    #expect(try scenario.refusal(of: "start") == "blocked: start: SBP 165, SpO2 93")
  }

  @Test func `SBP above 140 or DBP above 90 is a caution`() throws {
    try Table(
      """
      bp      | caution
      140/90  |
      141/90  | SBP 141
      140/91  | DBP 91
      150/95  | SBP 150, DBP 95
      """
    ).check { row in
      var scenario = try prepared(bp: row["bp"])
      let facts = try scenario.act("start")
      guard case .texts(let cautions) = facts.first(where: { $0.key == "caution" })?.value else {
        return ""
      }
      return cautions.joined(separator: ", ")
    }
  }
}
