import InfusionCore
import Records
import Logging
import Testing
import Vitals

@testable import Host
@testable import Station

/// What the journal and the program's log are given.
@Suite struct JournalTests {
  @Test func `an alert's entry has the fields that a query needs`() {
    let entry = EventJournal.entry(announcement(.alertRaised, alert: alert))
    let fields = Dictionary(uniqueKeysWithValues: entry.fields.map { ($0.name, $0.value) })
    #expect(fields["MESSAGE"]?.hasPrefix("Bed 1: SpO2 88 %") == true)
    #expect(fields["MESSAGE_ID"]?.count == 32)
    #expect(fields["PRIORITY"] == "3")
    #expect(fields["SYSLOG_IDENTIFIER"] == "infusionwatch")
    #expect(fields["INFUSIONWATCH_SEQ"] == "41")
    #expect(fields["INFUSIONWATCH_EVENT"] == "alert.raised")
    #expect(fields["INFUSIONWATCH_BED"] == "1")
    #expect(fields["INFUSIONWATCH_SESSION"] == "s1")
    #expect(fields["INFUSIONWATCH_ALERT"] == "a1")
    #expect(fields["INFUSIONWATCH_CONDITION"] == "spo2.low")
    #expect(fields["INFUSIONWATCH_PRIORITY"] == "medium")
    #expect(fields["INFUSIONWATCH_VALUE"] == "88")
    #expect(fields["INFUSIONWATCH_LIMIT"] == "90")
    #expect(fields["INFUSIONWATCH_ACTOR"] == nil)
  }

  @Test(arguments: [
    (Priority.high, "1"), (.medium, "3"), (.low, "4"), (.information, "5"), (nil, "6"),
  ])
  func `the syslog priority follows the alert's`(priority: Priority?, expected: String) {
    var facts = alert
    facts.priority = priority ?? .low
    let entry = EventJournal.entry(
      announcement(.alertRaised, alert: priority == nil ? nil : facts))
    #expect(entry.fields.contains { $0.name == "PRIORITY" && $0.value == expected })
  }

  @Test func `each kind of event has a message id of its own`() {
    let ids = EventName.allCases.map(\.messageID)
    #expect(Set(ids).count == EventName.allCases.count)
    #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy { $0.isHexDigit } })
  }

  @Test func `a nurse's own words never enter the journal, her name does`() {
    let facts = [
      Fact("note", .text("Mrs Example is dizzy")), Fact("escort", .text("Mr Example")),
      Fact("by", .text("anna")),
    ]
    let entry = EventJournal.entry(announcement(.entryRecorded, facts: facts))
    #expect(!entry.fields.contains { $0.value.contains("Example") })
    #expect(entry.fields.contains { $0.name == "INFUSIONWATCH_ACTOR" && $0.value == "anna" })
  }

  @Test func `a bed's minute is an entry with its values, and no event`() {
    let trend = BedTrend(
      bed: "1", last: [.init(vital: .hr, value: 72), .init(vital: .spo2, value: nil)])
    let entry = EventJournal.entry(trend)
    #expect(entry.fields.first?.value == "Bed 1: hr 72, spo2 -")
    #expect(entry.fields.contains { $0.name == "INFUSIONWATCH_HR" && $0.value == "72" })
    #expect(!entry.fields.contains { $0.name == "INFUSIONWATCH_SPO2" })
    #expect(!entry.fields.contains { $0.name == "INFUSIONWATCH_EVENT" })
  }

  @Test(arguments: [
    ("bed", "BED"), ("sl-service", "SL_SERVICE"), ("_trusted", "X_TRUSTED"), ("7th", "X7TH"),
    ("größe", "GR__E"),
  ])
  func `a field's name is mended to one that the journal takes`(name: String, expected: String) {
    let mended = JournalEntry.fieldName(name)
    #expect(mended.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
    if name.allSatisfy(\.isASCII) { #expect(mended == expected) }
  }

  @Test func `a line of the program's log is one line with its facts`() {
    let event = LogEvent(
      level: .warning, message: "the link\nhangs", metadata: nil, source: nil, file: "F",
      function: "f", line: 1)
    #expect(
      ProgramLog.line(event, fields: ["link": "bay-1", "age": "3"])
        == "infusionwatch: warning: the link hangs; age=3; link=bay-1\n")
  }

  @Test func `the program's log cannot pass for an event, nor its facts for the journal's own`() {
    let event = LogEvent(
      level: .error, message: "the link hangs", metadata: nil, source: nil, file: "F",
      function: "f", line: 7)
    let entry = ProgramLog.entry(
      event, fields: ["bed": "1", "event": "alert.raised", "PRIORITY": "7", "message": "x"])
    #expect(
      entry.fields.map { "\($0.name)=\($0.value)" } == [
        "MESSAGE=the link hangs", "PRIORITY=3", "SYSLOG_IDENTIFIER=infusionwatch", "CODE_FILE=F",
        "CODE_LINE=7", "CODE_FUNC=f", "INFUSIONWATCH_PRIORITY=7", "INFUSIONWATCH_BED=1",
        "INFUSIONWATCH_LOG_EVENT=alert.raised", "INFUSIONWATCH_MESSAGE=x",
      ])
  }

  private func announcement(
    _ name: EventName, alert: AlertFacts? = nil, facts: [Fact] = []
  ) -> Announcement {
    let event = Event(
      moment: Moment(milliseconds: 845_000), bed: "1", session: "s1",
      admitted: Moment(milliseconds: 0), name: name, alert: alert, facts: facts)
    return Announcement(
      NumberedEvent(sequence: 41, event: event), isDurable: true, wall: WallClock())
  }

  private var alert: AlertFacts {
    AlertFacts(
      id: "a1", condition: .spo2Low, priority: .medium, presence: .on, vital: .spo2, value: 88,
      limit: 90, side: .below, onset: Moment(milliseconds: 830_000), delay: .seconds(15), lost: [],
      detail: nil, evaluable: true, inhibitedBy: nil, by: nil, step: nil,
      guidance: Guidance(cause: "cause", remedy: "remedy", source: "source"))
  }
}
