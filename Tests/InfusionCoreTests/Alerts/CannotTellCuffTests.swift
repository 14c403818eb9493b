import InfusionCore
import Testing
import Vitals

/// nibp.overdue and nibp.failed.
@Suite struct CannotTellCuffTests {
  /// A patient who was started at 100 s with a result then; HR and SpO2 are not watched.
  private func started(_ phase: String? = nil) throws -> Scenario {
    let bed = BedSetup(bed: "1", monitors: [.sample("cuff", vitals: VitalSign.cuff)])
    var scenario = try Scenario.admitted("admit escort=Eva", beds: [bed])
    scenario.advance(to: 100)
    try scenario.act("start authorised_by=dr-lee reason=urgent")
    if let phase { try scenario.act(phase) }
    try scenario.read("bp=120/80/93")
    return scenario
  }

  private func overdue(_ scenario: Scenario) -> [String] {
    scenario.told("nibp.overdue").filter { !$0.contains("unanswered") }
  }

  @Test func `nibp.overdue: interval + 3 min low, + 6 min medium`() throws {
    try Table(
      """
      phase     | low at  | medium at
      infusing  | 880.000 | 1060.000
      held      | 580.000 | 760.000
      """
    ).check { row in
      var scenario = try started(row["phase"] == "held" ? "hold" : nil)
      scenario.advance(by: 1200)
      let events = scenario.events("nibp.overdue")
      try #require(events.first?.moment.text == row["low at"])
      try #require(events.first?.alert?.priority == .low)
      let deeper = events.first { $0.name == .alertEscalated }
      return deeper?.alert?.priority == .medium ? deeper?.moment.text ?? "" : "no medium"
    }
  }

  @Test func `nibp.overdue: recovery interval + 5 min low, + 10 min medium`() throws {
    var scenario = try started()
    scenario.advance(to: 160)
    try scenario.act("stop")
    scenario.advance(to: 1310)
    #expect(
      overdue(scenario) == [
        "1000.000 alert.raised nibp.overdue low", "1300.000 alert.escalated nibp.overdue medium",
      ])
  }

  @Test func `nibp.overdue: ends 30 s after a result`() throws {
    var scenario = try started()
    scenario.advance(to: 900)
    try scenario.read("bp=120/80/93")
    scenario.advance(to: 1000)
    #expect(
      overdue(scenario) == [
        "880.000 alert.raised nibp.overdue low", "930.000 alert.closed nibp.overdue low",
      ])
  }

  @Test func `nibp.overdue: not before the start`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=120/80/93")
    scenario.advance(by: 3600)
    #expect(overdue(scenario) == [])
  }

  @Test func `nibp.overdue: 5 min while a BP alert is present`() throws {
    var scenario = try started()
    scenario.advance(to: 200)
    try scenario.read("bp=162/80/107")
    scenario.advance(to: 700)
    #expect(overdue(scenario) == ["680.000 alert.raised nibp.overdue low"])
  }

  @Test func `nibp.overdue: a steady other cadence of the monitor is told once, low`() throws {
    let bed = BedSetup(bed: "1", monitors: [.sample("cuff", vitals: VitalSign.cuff)])
    var scenario = try Scenario.admitted(beds: [bed])
    for _ in 1...3 {
      try scenario.read("bp=120/80/93")
      scenario.advance(by: 900)
    }
    scenario.advance(to: 2700)
    try scenario.act("start authorised_by=dr-lee reason=urgent")
    for _ in 1...4 {
      try scenario.read("bp=120/80/93")
      scenario.advance(by: 900)
    }
    #expect(
      overdue(scenario) == [
        "3480.000 alert.raised nibp.overdue low", "3630.000 alert.closed nibp.overdue low",
      ])
  }

  @Test func `nibp.failed: the monitor says so twice running`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("cuff.failed reason=\"weak pulse\"")
    scenario.advance(by: 60)
    #expect(scenario.told("nibp.failed") == [])
    try scenario.act("cuff.failed")
    #expect(scenario.told("nibp.failed") == ["60.000 alert.raised nibp.failed medium"])
  }

  @Test func `nibp.failed: a result in between breaks it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("cuff.failed")
    scenario.advance(by: 60)
    try scenario.read("bp=120/80/93")
    scenario.advance(by: 60)
    try scenario.act("cuff.failed")
    scenario.advance(by: 60)
    #expect(scenario.told("nibp.failed") == [])
  }

  @Test func `nibp.failed: said in place of a reading it counts as well`() throws {
    var scenario = try Scenario.admitted()
    for _ in 1...2 {
      try scenario.read("sbp=!failed dbp=!failed map=!failed")
      scenario.advance(by: 60)
    }
    #expect(scenario.told("nibp.failed") == ["60.000 alert.raised nibp.failed medium"])
  }

  @Test func `nibp.failed: once, while an HR, BP or SpO2 alert is present`() throws {
    for reading in ["hr=130", "hr=40", "spo2=88", "bp=162/80/107", "bp=85/50/62"] {
      var scenario = try Scenario.admitted()
      try scenario.vitals(reading, for: 31)
      try scenario.act("cuff.failed")
      #expect(
        scenario.told("nibp.failed") == ["31.000 alert.raised nibp.failed medium"], "\(reading)")
    }
  }

  @Test func `nibp.failed: once is nothing while only a symptom or a call is present`() throws {
    for act in ["entry symptom=visual", "entry moaas=2", "call", "emergency"] {
      var scenario = try Scenario.admitted()
      try scenario.act(act)
      scenario.advance(by: 10)
      try scenario.act("cuff.failed")
      scenario.advance(by: 60)
      #expect(scenario.told("nibp.failed") == [], "\(act)")
    }
  }

  @Test func `nibp.failed: a result that is too low or without pulse pressure, at once`() throws {
    try Table(
      """
      result      | told
      39/30/35    | medium
      60/19/40    | medium
      60/30/24    | medium
      90/90/      | medium
      80/90/      | medium
      301/80/120  | nothing
      120/80/130  | nothing
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read("bp=\(row["result"])")
      return scenario.events("nibp.failed").first?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `nibp.failed: ends 30 s after a good result`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=80/90/")
    scenario.advance(by: 60)
    try scenario.read("bp=120/80/93")
    scenario.advance(by: 60)
    #expect(
      scenario.told("nibp.failed") == [
        "0.000 alert.raised nibp.failed medium", "90.000 alert.closed nibp.failed medium",
      ])
  }

  @Test func `nibp.failed: never resets nibp.overdue`() throws {
    var scenario = try started()
    scenario.advance(to: 500)
    try scenario.act("cuff.failed")
    scenario.advance(to: 600)
    try scenario.read("bp=80/90/")
    scenario.advance(to: 900)
    #expect(overdue(scenario) == ["880.000 alert.raised nibp.overdue low"])
  }

  @Test func `nibp.failed: a failure that the monitor goes on showing is one failure`() throws {
    var scenario = try Scenario.infusing()
    try scenario.vitals("hr=72 spo2=98 sbp=!failed", for: 20)
    #expect(scenario.told("nibp.failed") == [])
    try scenario.vitals("hr=72 spo2=98", for: 30)
    try scenario.read("hr=72 spo2=98 sbp=!failed")
    scenario.advance(by: 1)
    #expect(scenario.told("nibp.failed").count == 1)
  }
}
