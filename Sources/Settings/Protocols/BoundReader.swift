import InfusionCore
import Vitals

/// Reads the `[[bound]]` tables: how far a nurse may move a limit for one session.
struct BoundReader {
  private static let conditions: [Condition] = [.hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow]

  var rules: SoundRules
  /// The table of the whole file.
  var root: TableReader

  /// The bounds; their faults are noted.
  func read(_ tables: [TableReader]) -> [LimitBound] {
    var bounds: [LimitBound] = []
    for table in tables {
      let bound = LimitBound(
        condition: table.required("condition", Self.condition),
        priority: table.optional("priority", .word(standIn: .low)),
        vital: table.required("vital", .word(standIn: .hr)),
        furthest: table.required("furthest", .number(in: 20...300)))
      if table.isSound, rules.has(bound.condition) { check(bound, against: bounds, table) }
      bounds.append(bound)
    }
    return bounds
  }

  private func check(_ bound: LimitBound, against others: [LimitBound], _ table: TableReader) {
    let isDouble = others.contains {
      ($0.condition, $0.priority, $0.vital) == (bound.condition, bound.priority, bound.vital)
    }
    if isDouble {
      table.fault(
        what: "the same limit of \(bound.condition.rawValue) has two bounds",
        remedy: "remove one of them")
    }
    let terms = terms(of: bound)
    guard let mildest = terms.first, let limit = mildest.limit(baseline: nil) else {
      return fault(
        table, "condition",
        "\(bound.condition.rawValue) has no level with such a limit of \(bound.vital.rawValue)",
        "name a condition, priority and vital that the levels have")
    }
    let isFurther = mildest.side == .above ? bound.furthest > limit : bound.furthest < limit
    if !isFurther || !bound.vital.plausibleRange.contains(bound.furthest) {
      fault(
        table, "furthest",
        "“furthest” \(DecimalText.text(bound.furthest)) leaves no room beyond the limit "
          + DecimalText.text(limit),
        "write a plausible value \(mildest.side.rawValue) it, or remove the bound")
    }
  }

  /// A bound that was inherited is at fault only for what this file says otherwise.
  private func fault(_ table: TableReader, _ key: String, _ what: String, _ remedy: String) {
    if table.place.file == root.place.file {
      table.fault(key, what: what, remedy: remedy)
    } else {
      root.fault(
        "extends", what: "a [[bound]] that is inherited does not fit: \(what)",
        remedy: "write [[bound]] tables in this file, too")
    }
  }

  private func terms(of bound: LimitBound) -> [LimitTerm] {
    rules.levels
      .filter { $0.condition == bound.condition }
      .filter { bound.priority == nil || $0.priority == bound.priority }
      .flatMap(\.terms).filter { $0.vital == bound.vital && $0.limit(baseline: nil) != nil }
  }

  private static var condition: Shape<Condition> {
    let words = conditions.map { "“\($0.rawValue)”" }.joined(separator: ", ")
    return Shape("one of \(words)", standIn: .hrHigh) { content in
      if case .text(let text) = content { conditions.first { $0.rawValue == text } } else { nil }
    }
  }
}
