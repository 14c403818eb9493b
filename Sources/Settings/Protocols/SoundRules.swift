import InfusionCore
import Vitals

/// The rules of a protocol that are as the file says, for what rules have to do with each other.
struct SoundRules {
  var continuous: [ContinuousRule]
  var cuff: [CuffRule]

  /// Notes each vital sign of which every value would violate a limit on one side or the other.
  func check(_ root: TableReader) {
    for vital in VitalSign.allCases {
      let terms = levels.flatMap(\.terms).filter { $0.vital == vital }
      let lowest = terms.filter { $0.side == .above }.compactMap { $0.limit(baseline: nil) }.min()
      let highest = terms.filter { $0.side == .below }.compactMap { $0.limit(baseline: nil) }.max()
      guard let lowest, let highest, lowest <= highest else { continue }
      root.fault(
        vital.isCuff ? "bp" : vital.rawValue,
        what: "\(vital.rawValue) above \(DecimalText.text(lowest)) and below "
          + "\(DecimalText.text(highest)) leave nothing between them",
        remedy: "move the limits apart")
    }
  }

  /// Whether a condition's rule is among them.
  func has(_ condition: Condition) -> Bool {
    continuous.contains { $0.condition == condition } || cuff.contains { $0.condition == condition }
  }

  /// All levels, mild to deep within each condition.
  var levels: [(condition: Condition, priority: Priority, terms: [LimitTerm])] {
    continuous.flatMap { rule in rule.levels.map { (rule.condition, $0.priority, [$0.term]) } }
      + cuff.flatMap { rule in rule.levels.map { (rule.condition, $0.priority, $0.terms) } }
  }
}
