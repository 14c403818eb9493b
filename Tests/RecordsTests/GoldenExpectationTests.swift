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
    let told = try events.split(separator: "\n").map { line in
      try JSONDecoder().decode(ToldEvent.self, from: Data(line.utf8))
    }
    let namesBeds = recording.contains(" bed=")
    #expect(told.map { $0.line(withBed: namesBeds) } == expected.filter { $0 != "nothing" })
  }

  private func expectations(of recording: String) -> [String] {
    recording.split(separator: "\n").compactMap { line in
      line.hasPrefix("# expect: ") ? String(line.dropFirst(10)) : nil
    }
  }
}

/// What the hand-written lines say of an event.
private struct ToldEvent: Decodable {
  struct Alert: Decodable {
    var condition: String
    var priority: String
  }

  var elapsed: Double
  var bed: String?
  var event: String
  var alert: Alert?
  var from: String?
  var to: String?
  var condition: String?
  var priority: String?

  func line(withBed: Bool) -> String {
    var words = [String(format: "%.3f", elapsed)]
    if withBed, let bed { words.append("bed=\(bed)") }
    words.append(event)
    words += [alert?.condition ?? condition, alert?.priority ?? priority].compactMap(\.self)
    if event == "phase.changed" { words += [from, to].compactMap(\.self) }
    return words.joined(separator: " ")
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
