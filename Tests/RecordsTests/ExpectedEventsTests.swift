import InfusionCore
import Records
import Testing
import Vitals

private let recording = "time,spo2\n0,79\n1,79\n40,98\n"

/// The first difference between the recording's events and those of a file.
private func difference(_ change: (String) -> String) throws -> RecordingError? {
  let scratch = try Scratch(recording)
  let told = String(decoding: try ndjson(of: scratch.path), as: UTF8.self)
  let file = try Scratch(change(told))
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  var replay = try Replay(scan, rules: rules(for: scan))
  var expected = try ExpectedEvents(
    RecordingFile(path: file.path), writer: EventWriter(axis: .init(of: scan))
  )
  while let event = try replay.nextEvent() { try expected.compare(event) }
  try expected.finish()
  return expected.difference
}

@Test func `the same events are no difference`() throws {
  #expect(try difference { $0 } == nil)
}

@Test func `the events of a session's export count from its admission, as when told`() throws {
  let scratch = try Scratch(
    "# session: S\ntime,spo2,event\n0,98,\n10,,admit\n12,79,\n13,79,\n20,,cancel\n")
  let told = String(decoding: try ndjson(of: scratch.path), as: UTF8.self).split(separator: "\n")
  #expect(told.first?.contains("\"elapsed\":0.000,") == true)
  #expect(told.last?.contains("\"elapsed\":10.000,") == true)
}

@Test func `number, durability and wording make no difference`() throws {
  #expect(
    try difference {
      $0.replacing("\"seq\":1,", with: "").replacing("\"message\":\"", with: "\"message\":\"Oh: ")
        .replacing("\"cause\":\"", with: "\"cause\":\"Perhaps ")
        .replacing("}}\n", with: "},\"durable\":false}\n")
    } == nil)
}

@Test func `blanks, blank lines and the order of keys make no difference`() throws {
  #expect(
    try difference {
      "\n"
        + $0.replacing("\"bed\":\"1\",", with: "").replacing(
          "}\n", with: " , \"bed\" : \"1\" }\n\n")
    } == nil)
}

@Test func `the first field that differs is told with its line`() throws {
  let found = try difference { $0.replacing("\"priority\":\"high\"", with: "\"priority\":\"low\"") }
  #expect(found?.line == 1)
  #expect(found?.what == "expected alert.priority “low”, got “high” in alert.raised spo2.low")
}

@Test func `an event too few and one too many are told`() throws {
  let fewer = try difference { $0.split(separator: "\n").dropLast().joined(separator: "\n") }
  #expect(fewer?.what.hasPrefix("expected nothing after event 2, got alert.unanswered") == true)
  let more = try difference {
    $0 + "{\"event\":\"alert.closed\",\"alert\":{\"condition\":\"hr.low\"}}\n"
  }
  #expect(more?.line == 4)
  #expect(more?.what == "expected alert.closed hr.low, got the end of the replay")
}

@Test(arguments: [
  "no json", "[1]", "{\"a\":}", "{\"a\":1,\"a\":2}", "{\"a\":1} x", "{\"a\":\"\\q\"}",
])
func `a file that holds no events is refused with its line`(text: String) {
  let error = #expect(throws: RecordingError.self) { try difference { _ in text + "\n" } }
  #expect(error?.line == 1)
  #expect(error?.what == "the line is no event")
}
