import InfusionCore
import Testing
import Vitals

private let now = Moment(milliseconds: 36_000_000)

private func alert(
  _ condition: Condition, _ vital: VitalSign? = nil, _ value: Double? = nil, _ limit: Double? = nil,
  side: LimitTerm.Side = .below, delay: Span? = nil, detail: String? = nil,
  lost: [AlertFacts.LostVital] = [], evaluable: Bool = true, by: String? = nil, step: Int? = nil
) -> AlertFacts {
  AlertFacts(
    id: "a", condition: condition, priority: .medium, presence: .on, vital: vital, value: value,
    limit: limit, side: limit == nil ? nil : side, onset: now, delay: delay, lost: lost,
    detail: detail, evaluable: evaluable, inhibitedBy: nil, by: by, step: step,
    guidance: Guidance(cause: "", remedy: "", source: ""))
}

private func raised(_ alert: AlertFacts) -> String { words(.alertRaised, alert) }

private func words(_ name: EventName, _ alert: AlertFacts) -> String {
  Event(moment: now, bed: "1", session: nil, admitted: nil, name: name, alert: alert).message()
}

private func words(_ name: EventName, _ facts: [Fact]) -> String {
  Event(moment: now, bed: "1", session: nil, admitted: nil, name: name, facts: facts)
    .message(on: WallClock(utcOffset: .minutes(60)))
}

@Test func `a number is told with its limit and how long that took`() {
  let low = alert(.spo2Low, .spo2, 88, 90, delay: .seconds(15))
  #expect(raised(low) == "SpO2 88 %, below 90 % for 15 s")
  #expect(words(.alertReminded, low) == "Still there: SpO2 88 %, below 90 %")
  #expect(raised(alert(.spo2Low, .spo2, 79, 80, delay: .zero)) == "SpO2 79 %, below 80 %")
  #expect(
    raised(alert(.spo2Low, .spo2, 89, 90, delay: .seconds(30), detail: "for 30 s in 120 s"))
      == "SpO2 89 %, below 90 % for 30 s in 120 s")
  #expect(
    raised(alert(.hrHigh, .hr, 145.25, 140, side: .above)) == "HR 145.3 1/min, above 140 1/min")
}

@Test func `a number that is back inside is not told as violating`() {
  let low = alert(.spo2Low, .spo2, 98, 90)
  #expect(words(.alertUnanswered, low) == "Nobody has answered: SpO2 98 %, was below 90 %")
}

@Test func `a number that cannot be told now says so`() {
  let low = alert(.spo2Low, .spo2, 88, 90, evaluable: false)
  #expect(words(.alertUnanswered, low).hasSuffix("SpO2 88 %, below 90 %; no reading now"))
}

@Test func `a high pressure asks for the repeat`() {
  let high = alert(
    .bpHigh, .sbp, 185, 179, side: .above, detail: "repeat the measurement")
  #expect(raised(high) == "SBP 185 mmHg, above 179 mmHg: repeat the measurement")
}

@Test func `lost signals are named with their reasons`() {
  let both: [AlertFacts.LostVital] = [
    .init(vital: .hr, reason: .sensorOff), .init(vital: .spo2, reason: .sensorOff),
  ]
  #expect(raised(alert(.signalLost, lost: both)) == "Probe off: no HR, no SpO2")
  let mixed: [AlertFacts.LostVital] = [
    .init(vital: .hr, reason: nil), .init(vital: .spo2, reason: .artifact),
  ]
  #expect(raised(alert(.signalLost, lost: mixed)) == "No data: no HR; Signal disturbed: no SpO2")
}

@Test func `who took an alert, and that nobody did, is told`() {
  #expect(
    words(.alertAcknowledged, alert(.sedated, detail: "MOAA/S 1", by: "anna"))
      == "anna knows: Too sedated: MOAA/S 1")
  #expect(words(.alertGoing, alert(.call)) == "A nurse is going: The patient calls")
  #expect(
    words(.alertUnanswered, alert(.call, step: 2)) == "Still nobody has answered: The patient calls"
  )
  #expect(
    words(.alertLatched, alert(.hrLow, .hr, 60, 41)) == "Over, but nobody has seen it: HR low")
}

@Test func `the phases are told as nurses say them`() {
  func phase(_ from: String, _ to: String, _ more: [Fact] = []) -> String {
    words(.phaseChanged, [Fact("from", .text(from)), Fact("to", .text(to))] + more)
  }
  #expect(
    phase("preparing", "infusing", [Fact("minutes", .number(40)), Fact("by", .text("anna"))])
      == "Infusion started, 40 min planned, by anna")
  #expect(phase("held", "infusing") == "Infusion goes on")
  #expect(
    phase("ready", "closed", [Fact("no_driving_until", .moment(now + .minutes(24 * 60)))])
      == "Session closed: no driving or machinery until Friday 1970-01-02 11:00 UTC+01:00")
}

@Test func `an entry is told item by item`() {
  let facts: [Fact] = [
    Fact("id", .text("e1")), Fact("moaas", .number(4)), Fact("oriented", .flag(true)),
    Fact("oxygen", .number(0)), Fact("hr", .number(72)), Fact("sbp", .number(124)),
    Fact("dbp", .number(78)), Fact("source", .text("manual")), Fact("by", .text("bo")),
  ]
  #expect(
    words(.entryRecorded, facts)
      == "Entered 124/78 mmHg: MOAA/S 4, oriented yes, oxygen off, HR 72, by bo")
}

@Test(arguments: EventName.allCases)
func `every event has a sentence of its own on one line`(name: EventName) {
  let sentence = name.rawValue.hasPrefix("alert.") ? words(name, alert(.hrHigh)) : words(name, [])
  #expect(!sentence.isEmpty && sentence.count < 120 && !sentence.contains("\n"))
}

@Test(arguments: Condition.allCases)
func `every condition has a sentence without empty places`(condition: Condition) {
  for detail in [nil, "detail"] {
    let sentence = raised(alert(condition, detail: detail))
    #expect(!sentence.isEmpty && sentence.count < 80)
    #expect(!sentence.contains("  ") && !sentence.hasSuffix(":") && !sentence.contains("nil"))
  }
}

@Test func `what a nurse wrote on several lines stays one line in words`() {
  #expect(
    words(.entryRecorded, [Fact("note", .text("calm\nasleep\u{1B}[2J"))])
      == "Entered: note calm\u{FFFD}asleep\u{FFFD}[2J")
}
