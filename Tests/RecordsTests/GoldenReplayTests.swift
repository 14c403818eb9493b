import Foundation
import InfusionCore
import Records
import Settings
import Testing

/// Every folder under `Golden` replays to its events, to the byte.
///
/// `GOLDEN_UPDATE=1` writes the events anew; read the difference before it is committed.
@Suite struct GoldenReplayTests {
  @Test(arguments: GoldenFolder.names)
  func `a golden recording replays to its events`(name: String) throws {
    let path = GoldenFolder.root.appending(path: "\(name)/recording.csv").path
    let events = try ndjson(of: path)
    let golden = GoldenFolder.root.appending(path: "\(name)/events.ndjson")
    if ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" {
      try Data(events).write(to: golden)
    }
    let expected = try Data(contentsOf: golden)
    #expect(String(decoding: events, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
  }
}

/// The events of a recording, as `replay` prints them.
func ndjson(of path: String) throws -> [UInt8] {
  let scan = try RecordingScan(RecordingFile(path: path))
  var replay = try Replay(scan, rules: rules(for: scan))
  let writer = EventWriter(axis: .init(of: scan))
  var json = JSONText()
  var sequence: UInt64 = 0
  while let event = try replay.nextEvent() {
    sequence += 1
    writer.write(event, sequence: sequence, to: &json)
  }
  return json.bytes
}

/// The protocols that a recording carries or names, and ketamine-40.
func rules(for scan: RecordingScan) throws -> Replay.Rules {
  try Replay.Rules(of: scan, chosen: nil, usual: "ketamine-40") {
    name, line throws(RecordingError) in
    do { return try ProtocolLibrary.load(name) } catch {
      throw RecordingError(
        file: scan.file.name, line: line, "there is no protocol \(name)", remedy: "name another")
    }
  }
}
