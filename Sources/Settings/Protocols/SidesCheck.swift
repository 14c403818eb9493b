import InfusionCore
import Vitals

/// Limits on both sides of one vital sign must leave a range between them.
struct SidesCheck {
  var continuous: [ContinuousRule]
  var cuff: [CuffRule]

  /// Notes each vital sign of which every value would violate a limit.
  func run(_ root: TableReader) {
    for vital in VitalSign.allCases {
      let terms = terms.filter { $0.vital == vital }
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

  private var terms: [LimitTerm] {
    continuous.flatMap { $0.levels.map(\.term) } + cuff.flatMap { $0.levels.flatMap(\.terms) }
  }
}
