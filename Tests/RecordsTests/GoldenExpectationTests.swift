import Foundation
import Testing

/// The golden events agree with what was worked out by hand from the rules' text: each recording
/// holds a line `# expect: SECONDS [bed=B] EVENT [CONDITION PRIORITY | FROM TO]` for each event.
@Suite struct GoldenExpectationTests {
  @Test(arguments: GoldenFolder.names)
  func `every event of a golden replay was expected by hand, and every expected one came`(
    name: String
  ) throws {
    let recording = try GoldenFolder.text(name, "recording.csv")
    let expected = expectations(of: recording)
    #expect(!expected.isEmpty, "write `# expect: nothing` where nothing is to come")

    let events = try GoldenFolder.text(name, "events.ndjson")
    let namesBeds = recording.contains(" bed=")
    let told = try events.split(separator: "\n").map { try summary(of: $0, withBed: namesBeds) }
    #expect(told == expected.filter { $0 != "nothing" })
  }

  private func expectations(of recording: String) -> [String] {
    recording.split(separator: "\n").compactMap { line in
      line.hasPrefix("# expect: ") ? String(line.dropFirst(10)) : nil
    }
  }

  /// What a hand-written line says of an event.
  private func summary(of line: Substring, withBed: Bool) throws -> String {
    let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let event = try #require(parsed as? [String: Any])
    let name = try #require(event["event"] as? String)
    let elapsed = try #require(event["elapsed"] as? Double)
    let about = event["alert"] as? [String: Any] ?? event
    let bed = withBed ? (event["bed"] as? String).map { "bed=\($0)" } : nil
    let keys = name == "phase.changed" ? ["from", "to"] : ["condition", "priority"]
    let words = [String(format: "%.3f", elapsed), bed, name] + keys.map { about[$0] as? String }
    return words.compactMap(\.self).joined(separator: " ")
  }
}

/// The folders under `Golden`, one per behaviour.
enum GoldenFolder {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static var names: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return found.filter { !$0.hasPrefix(".") }.sorted()
  }

  static func text(_ name: String, _ file: String) throws -> String {
    try String(contentsOf: root.appending(path: "\(name)/\(file)"), encoding: .utf8)
  }
}
