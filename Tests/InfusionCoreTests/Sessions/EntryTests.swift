import InfusionCore
import Testing
import Vitals

@Suite struct EntryTests {
  @Test func `each item has its range`() throws {
    try Table(
      """
      item                        | outcome
      moaas=0                     | ok
      moaas=5                     | ok
      moaas=6                     | refused
      moaas=-1                    | refused
      moaas=2.5                   | refused
      dissociation=0              | ok
      dissociation=4              | ok
      dissociation=5              | refused
      nausea=3                    | ok
      nausea=4                    | refused
      pain=10                     | ok
      pain=11                     | refused
      oriented=yes                | ok
      oriented=no                 | ok
      oriented=maybe              | refused
      gait=steady                 | ok
      gait=unsteady               | ok
      gait=wobbly                 | refused
      rr=14                       | ok
      rr=100                      | refused
      symptom=chest-pain          | ok
      symptom=severe-headache     | ok
      symptom=visual              | ok
      symptom=neurological        | ok
      symptom=none                | ok
      symptom=tired               | refused
      vomiting=yes                | ok
      note="feels well"           | ok
      medication=sedative         | ok
      medication=opioid           | ok
      medication=antihypertensive | ok
      medication=antiemetic       | ok
      medication=other            | ok
      medication=coffee           | refused
      oxygen=on flow=2            | ok
      oxygen=2                    | ok
      oxygen=off                  | ok
      oxygen=61                   | refused
      bp=124/78 hr=72 spo2=97     | ok
      bp=124                      | refused
      bp=124/78/93/80             | refused
      hr=fast                     | refused
      pain=3 pain=4               | refused
      at=09:00                    | refused
      pain=3 at=24:00             | refused
      pain=3 at=9:61              | refused
      """
    ).check { row in
      var scenario = try Scenario.preparing()
      do {
        try scenario.act("entry \(row["item"])")
        return scenario.events("entry.recorded").count == 1 ? "ok" : "not told"
      } catch is VerbError {
        return "refused"
      }
    }
  }

  @Test func `an entry is told with everything in it, who and when`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act(
      "entry moaas=5 dissociation=1 nausea=0 pain=3 oriented=yes gait=steady rr=14 by=anna")
    let event = try #require(scenario.events("entry.recorded").last)
    #expect(
      event.facts.map(\.key) == [
        "id", "moaas", "dissociation", "nausea", "pain", "oriented", "steady_gait",
        "breathing_rate", "by",
      ])
    #expect(event.fact("id") == "e1")
    #expect(event.fact("pain") == "3.0")
    #expect(event.fact("by") == "anna")
    #expect(event.moment == Moment(milliseconds: 600_000))
  }

  @Test func `manual vitals are judged by the same rules, with their source`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("entry bp=205/110 hr=72 spo2=79")
    let event = try #require(scenario.events("entry.recorded").last)
    #expect(event.fact("source") == "manual")
    #expect(event.fact("sbp") == "205.0")
    #expect(
      scenario.told("spo2.low", "bp.high") == [
        "600.000 alert.raised spo2.low high", "600.000 alert.raised bp.high high",
      ])
  }

  @Test func `an implausible manual pressure is kept, and is no result`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("entry bp=78/124")
    #expect(scenario.events("entry.recorded").count == 1)
    #expect(scenario.told("bp.low", "bp.high").isEmpty)
    #expect(try scenario.bed().watch.cuff.kept?.sbp == 124)
  }

  @Test func `an entry may be back-dated by up to 60 min, and is marked so`() throws {
    var scenario = try Scenario.preparing("admit")
    scenario.advance(toMinute: 70)
    try scenario.act("entry pain=3 at=00:10")
    #expect(scenario.events("entry.recorded").last?.fact("at") == "600.000")
    #expect(scenario.events("entry.recorded").last?.moment == Moment(milliseconds: 4_200_000))
    try scenario.act("entry pain=3")
    #expect(scenario.events("entry.recorded").last?.fact("at") == "")
    #expect(try scenario.refusalReason("entry pain=3 at=00:09") == .argument)
  }

  @Test func `a time still to come is refused`() throws {
    let scenario = try Scenario.preparing()
    #expect(try scenario.refusalReason("entry pain=3 at=00:11") == .argument)
  }

  @Test func `nothing can be entered for the time before the admission`() throws {
    var scenario = try Scenario()
    scenario.advance(by: 1_230)
    try scenario.act("admit")
    scenario.advance(by: 300)
    try scenario.act("entry pain=3 at=00:20")
    let entered = try scenario.bed().watch.session?.entries.all.last?.at
    #expect(entered == Moment(milliseconds: 1_230_000), "the minute of the admission is told whole")
    #expect(try scenario.refusalReason("entry pain=3 at=00:19") == .argument)
    #expect(try scenario.refusalReason("start at=00:19") == .argument)
  }

  @Test func `at= is the clock on the clinic's wall`() throws {
    var scenario = try Scenario.preparing()
    let offset = Span.minutes(9 * 60)
    scenario.send(.station(.clock(offset: offset, utcOffset: .minutes(60), stepped: nil)))
    try scenario.act("entry pain=3 at=10:06")
    #expect(scenario.events("entry.recorded").last?.fact("at") == "360.000")
  }

  @Test func `at= just after midnight reaches back to the day before`() throws {
    var scenario = try Scenario.preparing()
    let offset = Span.minutes(24 * 60 - 5)
    scenario.send(.station(.clock(offset: offset, utcOffset: .zero, stepped: nil)))
    try scenario.act("entry pain=3 at=23:58")
    #expect(scenario.events("entry.recorded").last?.fact("at") == "180.000")
  }

  @Test func `a back-dated input is judged at the time it is entered`() throws {
    var scenario = try Scenario.preparing(beds: [.byHand()], vitals: "hr=72 spo2=98")
    scenario.advance(toMinute: 20)
    let before = scenario.allEvents
    try scenario.act("entry bp=205/110 at=00:12")
    try scenario.act("entry moaas=2 at=00:15")
    #expect(scenario.allEvents.starts(with: before))
    #expect(
      scenario.told("bp.high", "bed.sedated") == [
        "1200.000 alert.raised bp.high high", "1200.000 alert.raised bed.sedated medium",
      ])
    #expect(scenario.events("bed.sedated").first?.alert?.onset == Moment(milliseconds: 900_000))
  }

  @Test func `a pressure told after a newer one is history and raises nothing`() throws {
    var scenario = try Scenario.recovering()
    try scenario.well(until: 101)
    #expect(try !scenario.missing().contains("blood pressure"))
    try scenario.act("entry bp=205/110 at=01:35")
    #expect(scenario.told("bp.high").isEmpty)
    #expect(try scenario.missing().contains("blood pressure"))
  }

  @Test func `a saturation told late is as old as it is when leaving is judged`() throws {
    var scenario = try Scenario.recovering()
    scenario.advance(toMinute: 70)
    try scenario.act("entry spo2=98 at=01:04")
    #expect(try scenario.missing().contains("SpO2"))
    try scenario.act("entry spo2=98 at=01:06")
    #expect(try !scenario.missing().contains("SpO2"))
    scenario.advance(by: 60.001)
    #expect(try scenario.missing().contains("SpO2"))
  }

  @Test func `a session holds 1000 entries`() throws {
    var scenario = try Scenario.admitted(beds: [.byHand()])
    for _ in 0..<1000 { try scenario.act("entry pain=3") }
    #expect(
      try scenario.refusal(of: "entry pain=3")
        == "conflict: entry: the session holds 1000 entries")
  }
}
