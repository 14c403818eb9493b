import InfusionCore
import Testing
import Vitals

@Suite struct BaselineTests {
  /// Admitted at 0 s, with cuff results at these seconds; the script stands at the last of them.
  private func measured(_ results: [(at: Double, bp: String)]) throws -> Scenario {
    var scenario = try Scenario.admitted()
    for result in results {
      scenario.advance(to: result.at)
      try scenario.read("bp=\(result.bp)")
    }
    return scenario
  }

  private func baseline(_ scenario: Scenario) throws -> String {
    let event = try #require(scenario.events("baseline.set").last)
    return [event.fact("sbp"), event.fact("dbp"), event.fact("map")].joined(separator: " ")
  }

  @Test func `the baseline is the median of the results, confirmed by a nurse`() throws {
    var scenario = try measured([(10, "120/80/93"), (100, "150/90/110"), (200, "130/82/98")])
    #expect(scenario.told("baseline.set").isEmpty)
    try scenario.act("baseline by=anna")
    #expect(try baseline(scenario) == "130.0 82.0 98.0")
    #expect(scenario.events("baseline.set").last?.fact("by") == "anna")
  }

  @Test func `of two results the median lies between them`() throws {
    var scenario = try measured([(10, "120/80/93"), (100, "131/85/100")])
    try scenario.act("baseline")
    #expect(try baseline(scenario) == "125.5 82.5 96.5")
  }

  @Test func `two results at least 60 s apart are needed`() throws {
    var scenario = try measured([(10, "120/80/93"), (69.999, "120/80/93")])
    #expect(try scenario.refusal(of: "baseline").hasPrefix("conflict: baseline: fewer than two"))
    scenario = try measured([(10, "120/80/93"), (70, "120/80/93")])
    try scenario.act("baseline")
    #expect(try baseline(scenario) == "120.0 80.0 93.0")
  }

  @Test func `only results measured after the admission count`() throws {
    var scenario = try Scenario()
    try scenario.read("bp=150/90/110")
    scenario.advance(to: 100)
    try scenario.act("admit")
    scenario.advance(to: 200)
    try scenario.read("bp=120/80/93")
    #expect(try scenario.refusalReason("baseline") == .conflict)
    scenario.advance(to: 300)
    try scenario.read("bp=122/82/95")
    try scenario.act("baseline")
    #expect(try baseline(scenario) == "121.0 81.0 94.0")
  }

  @Test func `only results measured before the drug count`() throws {
    var scenario = try measured([(10, "120/80/93")])
    try scenario.vitals("hr=72 spo2=98", for: 30)
    try scenario.act("start")
    scenario.advance(to: 200)
    try scenario.read("bp=150/90/110")
    scenario.advance(to: 400)
    try scenario.read("bp=152/90/110")
    #expect(try scenario.refusalReason("baseline") == .conflict)
  }

  @Test func `a nurse may give the baseline`() throws {
    var scenario = try measured([])
    try scenario.act("baseline bp=118/76 by=anna")
    let event = try #require(scenario.events("baseline.set").last)
    #expect(event.fact("sbp") == "118.0")
    #expect(event.fact("dbp") == "76.0")
    #expect(event.fact("map") == "")
  }

  @Test func `a baseline that cannot be a blood pressure is refused`() throws {
    let scenario = try measured([])
    #expect(try scenario.refusalReason("baseline bp=80/120") == .argument)
    #expect(try scenario.refusalReason("baseline bp=320/80") == .argument)
  }

  @Test func `start confirms a baseline that is measured and not yet confirmed`() throws {
    var scenario = try measured([(10, "120/80/93"), (100, "124/82/96")])
    try scenario.vitals("hr=72 spo2=98", for: 10)
    try scenario.act("start by=anna")
    #expect(try baseline(scenario) == "122.0 81.0 94.5")
    #expect(
      scenario.told("baseline.set", "phase.changed") == [
        "110.000 baseline.set", "110.000 phase.changed preparing infusing",
      ])
  }

  @Test func `start changes no baseline that a nurse gave, and makes none of one result`() throws {
    var given = try measured([(10, "120/80/93"), (100, "124/82/96")])
    try given.act("baseline bp=118/76")
    try given.vitals("hr=72 spo2=98", for: 10)
    try given.act("start")
    #expect(given.told("baseline.set").count == 1)
    var single = try measured([(10, "120/80/93")])
    try single.vitals("hr=72 spo2=98", for: 10)
    try single.act("start")
    #expect(single.told("baseline.set").isEmpty)
  }

  @Test func `terms against baseline are not evaluable before it exists`() throws {
    var scenario = try measured([])
    try scenario.read("bp=150/90/110")
    #expect(scenario.told("bp.high").isEmpty)
    try scenario.act("baseline bp=110/70")
    #expect(scenario.told("bp.high").isEmpty)
    scenario.advance(by: 60)
    try scenario.read("bp=150/90/110")
    #expect(scenario.told("bp.high") == ["60.000 alert.raised bp.high medium"])
  }

  @Test func `a fall against baseline counts from the confirmed one`() throws {
    try Table(
      """
      bp         | outcome
      112/70/85  |
      111/70/85  | 60.000 alert.raised bp.low medium
      """
    ).check { row in
      var scenario = try measured([])
      try scenario.act("baseline bp=160/90")
      scenario.advance(by: 60)
      try scenario.read("bp=\(row["bp"])")
      return scenario.told("bp.low").joined()
    }
  }

  @Test func `the saturation of the baseline is that before the drug`() throws {
    var scenario = try Scenario.infusing()
    try scenario.vitals("hr=72 spo2=91", for: 400)
    try scenario.act("baseline bp=120/80")
    #expect(scenario.events("baseline.set").map { $0.fact("spo2") } == ["98.0", "98.0"])
  }
}
