import InfusionCore
import Testing
import Vitals

@Suite struct EntryCorrectionTests {
  @Test func `an entry is corrected by its id, with a reason`() throws {
    var scenario = try Scenario.preparing()
    let facts = try scenario.act("entry pain=8")
    #expect(facts == [Fact("id", .text("e1"))])
    try scenario.act("correct e1 pain=3 reason=\"wrong key\" by=anna")
    let event = try #require(scenario.events("entry.corrected").last)
    #expect(event.facts.map(\.key) == ["id", "pain", "reason", "by"])
    #expect(event.fact("reason") == "wrong key")
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "correct e1 pain=3") }
  }

  @Test func `an entry that is not there cannot be corrected`() throws {
    let scenario = try Scenario.preparing()
    #expect(try scenario.refusalReason("correct e1 pain=3 reason=typo") == .argument)
  }

  @Test func `what follows from an entry follows from its correction`() throws {
    try Table(
      """
      entered                | corrected             | told
      moaas=2                | moaas=5               | bed.sedated raised closed
      moaas=1                | moaas=2               | bed.sedated raised eased
      symptom=visual         | symptom=none          | bed.symptom raised closed
      moaas=3 vomiting=yes   | moaas=4 vomiting=yes  | bed.airway raised closed
      bp=175/90              | bp=125/90             | bp.high raised closed
      bp=205/90              | bp=125/90             | bp.high raised latched
      bp=85/60               | note="other patient"  | bp.low raised closed
      """
    ).check { row in
      var scenario = try Scenario.preparing()
      try scenario.act("entry \(row["entered"])")
      scenario.advance(by: 20)
      try scenario.act("correct e1 \(row["corrected"]) reason=typo")
      let condition = try #require(scenario.allEvents.compactMap(\.alert).first?.condition)
      let names = scenario.events(condition.rawValue).map { String($0.name.rawValue.dropFirst(6)) }
      return ([condition.rawValue] + names).joined(separator: " ")
    }
  }

  @Test func `a corrected pressure replaces the mistaken one when leaving is judged`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 100.5)
    try scenario.act("entry bp=150/78")
    #expect(try scenario.missing().contains("blood pressure"))
    scenario.advance(by: 60)
    try scenario.act("correct e1 bp=120/78 reason=typo")
    #expect(try !scenario.missing().contains("blood pressure"))
  }

  @Test func `a pressure withdrawn leaves the one before it`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 95)
    try scenario.act("entry bp=150/78")
    try scenario.act("correct e1 note=\"other patient\" reason=\"wrong bed\"")
    #expect(try scenario.bed().watch.cuff.kept?.sbp == 124)
  }

  @Test func `the time of an entry can be corrected too`() throws {
    var scenario = try Scenario.recovering()
    try scenario.act("entry medication=opioid")
    scenario.advance(toMinute: 60)
    try scenario.act("correct e1 medication=opioid at=00:58 reason=\"it was later\"")
    #expect(scenario.events("entry.corrected").last?.fact("at") == "3480.000")
    scenario.advance(toMinute: 119)
    #expect(
      scenario.told("recovery.complete") == [
        "7080.000 alert.raised recovery.complete information"
      ])
  }

  @Test func `a drug entered by mistake gives the minimum back`() throws {
    var scenario = try Scenario.recovering()
    scenario.advance(toMinute: 100)
    try scenario.act("entry medication=sedative")
    scenario.advance(toMinute: 111)
    #expect(try scenario.missing().contains("minimum time"))
    try scenario.act("correct e1 medication=antiemetic reason=\"wrong key\"")
    #expect(try !scenario.missing().contains("minimum time"))
  }

  @Test func `history is not rewritten by a correction`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("entry moaas=2")
    scenario.advance(by: 60)
    let before = scenario.allEvents
    try scenario.act("correct e1 moaas=5 reason=typo")
    #expect(scenario.allEvents.starts(with: before))
  }
}
