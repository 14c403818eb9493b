import InfusionCore
import Records
import Testing
import Vitals

/// 2026-03-01T09:00:00Z.
private let nine = Moment(milliseconds: 1_772_355_600_000)

private func saturation(at moment: Moment) -> Event {
  Event(
    moment: moment, bed: "1", session: "S-1", admitted: nine, name: .alertRaised,
    alert: AlertFacts(
      id: "S-1-spo2.low-1", condition: .spo2Low, priority: .medium, presence: .on, vital: .spo2,
      value: 88, limit: 90, side: .below, onset: moment - .seconds(15), delay: .seconds(15),
      lost: [], detail: nil, evaluable: true, inhibitedBy: nil, by: nil, step: nil,
      guidance: Guidance(cause: "Shallow breathing", remedy: "Wake \"her\"", source: "NEWS2")))
}

private func line(
  _ event: Event, axis: EventWriter.Axis = .recording(start: nine), isDurable: Bool = true
) -> String {
  var json = JSONText()
  EventWriter(axis: axis).write(event, sequence: 41, isDurable: isDurable, to: &json)
  return String(decoding: json.bytes, as: UTF8.self)
}

@Test func `an alert is written with its keys in the order of the interface`() {
  #expect(
    line(saturation(at: nine + .seconds(845))) == """
      {"seq":41,"time":"2026-03-01T09:14:05.000Z","elapsed":845.000,"bed":"1","session":"S-1",\
      "event":"alert.raised","alert":{"id":"S-1-spo2.low-1","condition":"spo2.low",\
      "kind":"physiological","priority":"medium","presence":"on","vital":"spo2","value":88,\
      "limit":90,"unit":"%","onset":"2026-03-01T09:13:50.000Z","side":"below","delay":15,\
      "message":"SpO2 88 %, below 90 % for 15 s","cause":"Shallow breathing",\
      "remedy":"Wake \\"her\\"","source":"NEWS2"}}

      """)
}

@Test func `facts follow in their own order, and what is missing is null`() {
  let event = Event(
    moment: nine + .milliseconds(1), bed: nil, session: nil, admitted: nil, name: .handoverDone,
    facts: [
      Fact("from", .text("a\nb\u{1}")), Fact("share", .number(98.30001)), Fact("all", .flag(true)),
      Fact("open", .texts(["hr.high", "bp.low"])), Fact("until", .moment(nine)),
    ])
  #expect(
    line(event).hasPrefix(
      """
      {"seq":41,"time":"2026-03-01T09:00:00.001Z","elapsed":0.001,"bed":null,"session":null,\
      "event":"handover.done","from":"a\\nb\\u0001","share":98.3,"all":true,\
      "open":["hr.high","bp.low"],"until":"2026-03-01T09:00:00.000Z","message":
      """))
}

@Test func `live, elapsed counts from the admission, and there is none outside a session`() {
  var event = saturation(at: nine + .milliseconds(90_500))
  #expect(line(event, axis: .admission).contains("\"elapsed\":90.500,"))
  event.admitted = nil
  #expect(line(event, axis: .admission).contains("\"elapsed\":null,"))
}

@Test func `an event that could not be committed says so, and only that one`() {
  #expect(line(saturation(at: nine), isDurable: false).hasSuffix("},\"durable\":false}\n"))
  #expect(!line(saturation(at: nine)).contains("durable"))
}

@Test func `the writer tells wall time where the moments' clock is another`() {
  var json = JSONText()
  let writer = EventWriter(
    axis: .admission, wall: WallClock(offset: nine - Moment(milliseconds: 5000)))
  writer.write(saturation(at: Moment(milliseconds: 6000)), sequence: 1, to: &json)
  #expect(String(decoding: json.bytes, as: UTF8.self).contains("\"2026-03-01T09:00:01.000Z\""))
}

@Test(arguments: [
  (0, "1970-01-01T00:00:00.000Z", 4), (951_782_400_000, "2000-02-29T00:00:00.000Z", 2),
  (-1, "1969-12-31T23:59:59.999Z", 3), (4_107_542_399_999, "2100-02-28T23:59:59.999Z", 0),
  (4_107_542_400_000, "2100-03-01T00:00:00.000Z", 1),
])
func `a moment has its date in the Gregorian calendar`(
  milliseconds: Int64, text: String, weekday: Int
) {
  let time = CivilTime(millisecondsSince1970: milliseconds)
  #expect(time.iso8601 == text)
  #expect(time.weekday == weekday)
  #expect(CivilTime.moment(iso8601: text)?.milliseconds == milliseconds)
}

@Test(arguments: [
  ("2026-03-01T09:00:00Z", 0), ("2026-03-01T10:30:00+01:30", 0), ("2026-03-01T09:00:00.25Z", 250),
  ("2026-03-01T04:00:00.5-05:00", 500),
])
func `a recording's start may have a fraction and an offset`(text: String, later: Int64) {
  #expect(CivilTime.moment(iso8601: text) == nine + .milliseconds(later))
}

@Test(arguments: [
  "", "2026-03-01", "2026-03-01T09:00:00", "2026-13-01T09:00:00Z", "2026-02-30T09:00:00Z",
  "2026-03-01T24:00:00Z", "2026-03-01 09:00:00Z", "2026-03-01T09:00:00.1234Z",
  "2026-03-01T09:00:00+1:00", "2026-03-01T09:00:00.Z", "2026-03-01T09:00:00Zulu",
])
func `a start that is no date and time is refused`(text: String) {
  #expect(CivilTime.moment(iso8601: text) == nil)
}
