import Foundation
import InfusionCore
import Records
import Testing

private func summary(_ text: String, bed: String? = nil) throws -> [String: Any] {
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  var replay = try Replay(scan, rules: rules(for: scan))
  var summary = ReplaySummary(scan, bed: bed)
  while let step = try replay.next() {
    switch step {
    case .row(let row): summary.count(row)
    case .event(let event): summary.count(event)
    }
  }
  var json = JSONText()
  summary.write(to: &json)
  let object = try JSONSerialization.jsonObject(with: Data(json.bytes))
  return try #require(object as? [String: Any])
}

@Test func `a summary counts readings, what is missing, and the alarm burden`() throws {
  // Bed 1 has SpO2 79 for 30 of 60 s; the oximeter is silent for the last ten.
  let rows = (0...60).map { second in
    "\(second),72,\(second > 50 ? "" : second < 30 ? "79" : "98"),\(second == 0 ? "120" : "")\n"
  }
  let figures = try summary("time,hr,spo2,sbp\n" + rows.joined())
  #expect(figures["duration"] as? Double == 60)
  #expect(figures["readings"] as? [String: Int] == ["hr": 61, "spo2": 51, "sbp": 1])
  #expect(figures["missing_share"] as? [String: Double] == ["hr": 0, "spo2": 0.164, "sbp": 0])
  #expect(figures["alerts"] as? [String: [String: Int]] == ["spo2.low": ["high": 1]])
  #expect(figures["alerts_per_hour"] as? Double == 60)
}

@Test func `an alert counts once, under the highest priority that it reached`() throws {
  let rows = (0...120).map { "\($0),\($0 < 60 ? 88 : 79)\n" }.joined()
  let figures = try summary("time,spo2\n" + rows)
  #expect(figures["alerts"] as? [String: [String: Int]] == ["spo2.low": ["high": 1]])
}

@Test func `seconds in alert count each second once, and go on to the end`() throws {
  let rows = (0...60).map { "\($0),a,125\n\($0),b,125\n" }.joined()
  let text = "time,bed,hr\n" + rows
  #expect(try summary(text)["seconds_in_alert"] as? Double == 45)
  #expect(try summary(text)["alerts"] as? [String: [String: Int]] == ["hr.high": ["medium": 2]])
  let one = try summary(text, bed: "b")
  #expect(one["alerts"] as? [String: [String: Int]] == ["hr.high": ["medium": 1]])
  #expect(one["readings"] as? [String: Int] == ["hr": 61])
}

@Test func `an alert that comes back soon after it closed counts once`() throws {
  let rows = (0...300).map { second in
    let low = (0..<100).contains(second) || second > 200
    return
      "\(second),\(low ? 88 : 98),\(second == 0 ? "admit" : second == 90 ? "ack spo2.low" : "")\n"
  }
  let figures = try summary("time,spo2,event\n" + rows.joined())
  #expect(figures["alerts"] as? [String: [String: Int]] == ["spo2.low": ["medium": 1]])
}
