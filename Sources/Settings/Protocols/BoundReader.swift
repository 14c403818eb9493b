import InfusionCore
import Vitals

/// Reads the `[[bound]]` tables: how far a nurse may move a limit for one session.
struct BoundReader {
  var continuous: [ContinuousRule]
  var cuff: [CuffRule]

  /// The bounds; their faults are noted.
  func read(_ tables: [TableReader]) -> [LimitBound] {
    var bounds: [LimitBound] = []
    for table in tables {
      let bound = LimitBound(
        condition: table.required("condition", .word(standIn: .hrHigh)),
        priority: table.optional("priority", .word(standIn: .low)),
        vital: table.required("vital", .word(standIn: .hr)),
        furthest: table.required("furthest", .number(in: 20...300)))
      if table.isSound { check(bound, against: bounds, table) }
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
      return table.fault(
        what: "no level that this bound names has a limit of \(bound.vital.rawValue)",
        remedy: "name a condition, priority and vital that the levels above have")
    }
    let isFurther = mildest.side == .above ? bound.furthest > limit : bound.furthest < limit
    if !isFurther || !bound.vital.plausibleRange.contains(bound.furthest) {
      table.fault(
        "furthest",
        what: "“furthest” \(DecimalText.text(bound.furthest)) leaves no room beyond the limit "
          + DecimalText.text(limit),
        remedy: "write a plausible value \(mildest.side.rawValue) it, or remove the bound")
    }
  }

  private func terms(of bound: LimitBound) -> [LimitTerm] {
    let levels: [(priority: Priority, terms: [LimitTerm])] =
      continuous.filter { $0.condition == bound.condition }
      .flatMap { $0.levels.map { ($0.priority, [$0.term]) } }
      + cuff.filter { $0.condition == bound.condition }
      .flatMap { $0.levels.map { ($0.priority, $0.terms) } }
    return levels.filter { bound.priority == nil || $0.priority == bound.priority }
      .flatMap(\.terms).filter { $0.vital == bound.vital && $0.limit(baseline: nil) != nil }
  }
}
