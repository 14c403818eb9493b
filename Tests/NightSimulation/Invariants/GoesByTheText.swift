import InfusionCore
import Records
import SlowModel

/// `alerts.md` and `sessions.md`, as a second, slow reading of their text has them.
struct GoesByTheText: Invariant {
  static let rule = "what is told is what the text of alerts.md and sessions.md promises"

  private var comparison = NightComparison()

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(_, let again) = step else { return nil }
    for lived in again {
      let wrong = comparison.step(lived.input, at: lived.moment, lived.actions, line: "")
      // Its own trace of inputs is empty: the night has one.
      if let wrong { return wrong.linesBefore("last inputs:") }
    }
    return nil
  }
}

extension String {
  /// What stands before a word, on one line.
  fileprivate func linesBefore(_ word: String) -> String {
    var lines: [Substring] = []
    for line in split(separator: "\n") {
      if line.contains(word) { break }
      lines.append(line.drop { $0 == " " })
    }
    return lines.joined(separator: "; ")
  }
}
