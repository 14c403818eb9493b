import InfusionCore
import Records
import SlowModel

/// `alerts.md` and `sessions.md`, as a second, slow reading of their text has them.
///
/// A damaged ledger, an upgrade of the rules and protocols other than those shipped happen in no
/// night: the reading knows none of them, and they have tests of their own.
struct GoesByTheText: Invariant {
  static let rule = "what is told is what the text of alerts.md and sessions.md promises"

  private var comparison = NightComparison()
  /// The conditions of the occurrences: the model knows no ids.
  private var conditions: [String: Condition] = [:]

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(_, let again) = step else { return nil }
    for lived in again {
      let input = withoutID(lived)
      for case .announce(let event) in lived.actions {
        if let alert = event.alert, event.bed != nil { conditions[alert.id] = alert.condition }
      }
      // Its own trace of inputs is empty: the night has one.
      let wrong = comparison.step(input, at: lived.moment, lived.actions, line: "")
      if let wrong { return wrong.linesBefore("last inputs:") }
    }
    return nil
  }

  /// What is said of an occurrence that is there is said of its condition.
  private func withoutID(_ lived: NightReplay.Lived) -> Input {
    let isDone = lived.actions.contains {
      if case .reply(.accepted) = $0 { true } else { false }
    }
    guard isDone, case .act(let bed, let verb, let by) = lived.input else { return lived.input }
    switch verb {
    case .acknowledge(.id(let id)):
      guard let condition = conditions[id] else { return lived.input }
      return .act(bed: bed, .acknowledge(.condition(condition)), by: by)
    case .going(.id(let id)):
      guard let condition = conditions[id] else { return lived.input }
      return .act(bed: bed, .going(.condition(condition)), by: by)
    default: return lived.input
    }
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
