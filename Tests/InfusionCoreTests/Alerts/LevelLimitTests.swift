import InfusionCore
import Testing
import Vitals

/// Conditions, levels and their limits: strict, absolute or against the baseline.
@Suite struct LevelLimitTests {
  @Test func `limits are strict: the limit itself does not violate`() throws {
    try Table(
      """
      reading       | condition | told
      hr=120        | hr.high   | nothing
      hr=120.1      | hr.high   | medium
      hr=45         | hr.low    | nothing
      hr=44.9       | hr.low    | medium
      spo2=90       | spo2.low  | low
      spo2=89.9     | spo2.low  | medium
      bp=159/99/120 | bp.high   | nothing
      bp=159/99.1/  | bp.high   | low
      bp=90/60/65   | bp.low    | nothing
      bp=89.9/60/65 | bp.low    | medium
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["reading"], for: 61)
      return scenario.events(row["condition"]).last?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `the deepest present level gives the one alert its priority`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=88", for: 20)
    try scenario.vitals("spo2=79", for: 5)
    #expect(
      scenario.told("spo2.low") == [
        "15.000 alert.raised spo2.low medium", "20.000 alert.escalated spo2.low high",
      ])
    #expect(Set(scenario.events("spo2.low").map { $0.alert?.id }).count == 1)
  }

  @Test func `a baseline term is not evaluable until a baseline exists`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=150/80/103")
    scenario.advance(by: 60)
    try scenario.read("bp=100/70/80")
    #expect(scenario.told("bp.high", "bp.low") == [])
    try scenario.act("baseline bp=100/70")
    scenario.advance(by: 60)
    try scenario.read("bp=139/80/103")
    #expect(scenario.told("bp.high") == [])
    scenario.advance(by: 60)
    try scenario.read("bp=140/80/103")
    #expect(scenario.told("bp.high") == ["180.000 alert.raised bp.high medium"])
    #expect(scenario.events("bp.high").first?.alert?.limit == 139)
  }

  @Test func `a limit is so much above, or so many percent below, the baseline`() throws {
    try Table(
      """
      baseline | result     | told
      100/70   | 139/80/100 | nothing
      100/70   | 140/80/100 | bp.high medium
      100/70   | 120/94/100 | nothing
      100/70   | 120/95/100 | bp.high medium
      150/80   | 105/75/85  | nothing
      150/80   | 104/75/85  | bp.low medium
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.act("baseline bp=\(row["baseline"])")
      try scenario.read("bp=\(row["result"])")
      let alert = (scenario.events("bp.high") + scenario.events("bp.low")).first?.alert
      return alert.map { "\($0.condition.rawValue) \($0.priority.rawValue)" } ?? "nothing"
    }
  }

  @Test func `an occurrence is raised once, closed once, and has an id of its own`() throws {
    var scenario = try Scenario.admitted()
    for _ in 1...2 {
      try scenario.vitals("hr=130", for: 20)
      try scenario.vitals("hr=72", for: 30)
    }
    #expect(
      scenario.told("hr.high") == [
        "15.000 alert.raised hr.high medium", "40.000 alert.closed hr.high medium",
        "65.000 alert.raised hr.high medium", "90.000 alert.closed hr.high medium",
      ])
    let ids = scenario.events("hr.high").compactMap { $0.alert?.id }
    #expect(ids[0] == ids[1] && ids[2] == ids[3] && ids[0] != ids[2])
  }

  @Test func `a condition is physiological, technical or timing`() throws {
    try Table(
      """
      condition           | kind
      hr.high             | physiological
      spo2.low            | physiological
      bp.low              | physiological
      pulse.lost          | physiological
      bed.symptom         | physiological
      bed.call            | physiological
      signal.lost         | technical
      link.lost           | technical
      gateway.lost        | technical
      link.garbled        | technical
      link.frozen         | technical
      link.identity       | technical
      nibp.overdue        | technical
      nibp.failed         | technical
      station.ledger      | technical
      nibp.slot           | timing
      infusion.overrun    | timing
      session.forgotten   | timing
      """
    ).check { Condition(rawValue: $0["condition"])?.kind.rawValue ?? "unknown" }
  }
}
