import InfusionCore
import Records
import Testing

private func log(_ text: String) throws -> String {
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  var replay = try Replay(scan, rules: rules(for: scan))
  var log = NurseLog(showsDate: scan.header.start != nil)
  var text = ""
  while let event = try replay.nextEvent() { text += log.lines(event) }
  return text
}

@Test func `a log tells time of day, bed, urgency and one sentence`() throws {
  let text =
    "# start: 2026-03-01T23:59:58Z\ntime,spo2,event\n0,,admit by=eva\n2,79,\n3,79,ack spo2.low\n"
  #expect(
    try log(text) == """
      2026-03-01
      23:59:58  bed 1         Admitted under ketamine-40, by eva
      2026-03-02
      00:00:00  bed 1    !!!  SpO2 79 %, below 80 %
      00:00:01  bed 1    !!!  A nurse knows: SpO2 79 %, below 80 %

      """)
}

@Test func `a recording without a start has no dates`() throws {
  #expect(try log("time,spo2\n0,79\n") == "00:00:00  bed 1    !!!  SpO2 79 %, below 80 %\n")
}
