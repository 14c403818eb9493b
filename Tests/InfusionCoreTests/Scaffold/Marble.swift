import InfusionCore
import Testing
import Vitals

/// Timed behaviour as a picture: one column for each second, or for each `step`.
///
///     try Marble(readings: ["n": "hr=72", "h": "hr=130"]).shows(
///       """
///       input    nhhhhhhhhhhhhhhhhhhnnn
///       hr.high  ................R.....
///       """)
///
/// The `input` row holds letters of `readings`, `-` for no reading and `x` for sensors that are off
/// (in a longer step each second reads the same). An `act` row holds letters of `acts`, sent at the
/// column's beginning, before its reading. Every other row is a condition and shows what it has to
/// tell: R raised, E escalated, W worsened, e eased, K acknowledged, G going, M reminded,
/// U unanswered, L latched, B returned, C closed. A condition's second row holds the second event
/// of a column.
struct Marble {
  var readings: [Character: String] = [:]
  var acts: [Character: String] = [:]
  /// Seconds for each column.
  var step = 1
  var start: Scenario

  /// A picture of a patient who was admitted at the first column, or of another beginning.
  init(
    readings: [Character: String], acts: [Character: String] = [:], step: Int = 1,
    after start: Scenario? = nil
  ) throws {
    self.readings = readings
    self.acts = acts
    self.step = step
    self.start = try start ?? Scenario.admitted()
  }

  /// Plays the input rows, and compares every other row with what was told.
  func shows(_ picture: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for difference in try differences(from: picture) {
      Issue.record("\(difference)", sourceLocation: sourceLocation)
    }
  }

  /// Every row of events that is not what was told, beside what was.
  func differences(from picture: String) throws -> [String] {
    let rows = picture.split(separator: "\n").compactMap { line -> Row? in
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 2 else { return nil }
      return Row(label: String(words[0]), marbles: Array(words[1]))
    }
    let width = rows.map(\.marbles.count).max() ?? 0
    let played = try play(rows, width: width)
    let labels = Set(rows.map(\.label)).subtracting(["input", "act"]).sorted()
    return labels.compactMap { label in
      let expected = rows.filter { $0.label == label }.map { $0.text(width) }
      let told = marbles(of: label, in: played, width: width, rows: expected.count)
      guard told != expected else { return nil }
      let inputs = rows.filter { $0.label == "input" || $0.label == "act" }
      return Self.aligned(inputs, label, expected, told, width)
    }
  }

  private struct Row {
    var label: String
    var marbles: [Character]

    func text(_ width: Int) -> String {
      String(marbles) + String(repeating: ".", count: width - marbles.count)
    }
  }

  private func play(_ rows: [Row], width: Int) throws -> Scenario {
    var scenario = start
    func marble(_ label: String, _ column: Int) -> Character? {
      rows.first { $0.label == label }.flatMap {
        column < $0.marbles.count ? $0.marbles[column] : nil
      }
    }
    for column in 0..<width {
      if let act = marble("act", column), act != "." {
        try scenario.act(try #require(acts[act], "no act is called \(act)"))
      }
      let text = try reading(marble("input", column) ?? "-")
      for _ in 0..<step {
        if let text { try scenario.read(text) }
        scenario.advance(by: 1)
      }
    }
    return scenario
  }

  private func reading(_ marble: Character) throws -> String? {
    switch marble {
    case "-", ".": return nil
    case "x": return "hr=!sensor-off spo2=!sensor-off"
    default:
      let text = readings[marble]
      return try #require(text, "no reading is called \(marble)") as String
    }
  }

  private func marbles(of label: String, in played: Scenario, width: Int, rows: Int) -> [String] {
    var told = Array(repeating: [Character](), count: width)
    for event in played.events(label) {
      let column = Int((event.moment - start.now).milliseconds) / (step * 1000)
      if told.indices.contains(column) { told[column].append(Self.letter(event.name)) }
    }
    let depth = max(rows, told.map(\.count).max() ?? 0)
    return (0..<depth).map { row in
      String(told.map { row < $0.count ? $0[row] : "." })
    }
  }

  private static func letter(_ name: EventName) -> Character {
    let letters: [EventName: Character] = [
      .alertRaised: "R", .alertEscalated: "E", .alertWorsened: "W", .alertEased: "e",
      .alertAcknowledged: "K", .alertGoing: "G", .alertReminded: "M", .alertUnanswered: "U",
      .alertLatched: "L", .alertReturned: "B", .alertClosed: "C",
    ]
    return letters[name] ?? "?"
  }

  private static func aligned(
    _ inputs: [Row], _ label: String, _ expected: [String], _ told: [String], _ width: Int
  ) -> String {
    let lines =
      inputs.map { ($0.label, $0.text(width)) } + expected.map { ("expected", $0) }
      + told.map { ("told", $0) }
    return "\(label)\n"
      + lines.map { label, marbles in
        label + String(repeating: " ", count: max(1, 10 - label.count)) + marbles
      }.joined(separator: "\n")
  }
}
