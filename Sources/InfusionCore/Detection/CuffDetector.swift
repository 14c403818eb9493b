import Vitals

/// bp.high or bp.low: its levels from mild to deep.
struct CuffDetector: Hashable, Codable, Sendable {
  let condition: Condition
  /// The rule with this session's own limits.
  var rule: CuffRule { sharedRule.value }
  private var sharedRule: Shared<CuffRule>
  private var levels: [CuffLevel]
  /// The levels as they were before the kept result: what a merged one is judged from.
  private var beforeKept: [CuffLevel]
  /// When the last result that violates any level arrived.
  private(set) var violatedAt: Moment?

  init(rule: CuffRule) {
    condition = rule.condition
    sharedRule = Shared(rule)
    levels = Array(repeating: CuffLevel(), count: rule.levels.count)
    beforeKept = levels
  }

  /// Takes a result that stands by itself.
  mutating func receive(_ result: CuffResult, baseline: CuffResult?, at now: Moment) {
    beforeKept = levels
    for index in levels.indices { judge(index, result, baseline: baseline, at: now) }
  }

  /// Takes a result merged into the kept one: as if it had come whole where it violates or was only
  /// extended, and as if nothing had come elsewhere.
  mutating func receive(
    merged: CuffResult, onlyExtended: Bool, baseline: CuffResult?, at now: Moment
  ) {
    for index in levels.indices {
      let violates = CuffLevel.violates(merged, level: rule.levels[index], baseline: baseline)
      guard violates || onlyExtended else { continue }
      let wasPresent = levels[index].isPresent
      levels[index] = beforeKept[index]
      judge(index, merged, baseline: baseline, at: now)
      if !violates, !wasPresent { levels[index].withdraw() }
    }
  }

  /// Judges as before the kept result, which was a mistake.
  mutating func withdraw() { levels = beforeKept }

  private mutating func judge(
    _ index: Int, _ result: CuffResult, baseline: CuffResult?, at now: Moment
  ) {
    let level = rule.levels[index]
    levels[index].judge(result, level: level, deadband: rule.deadband, baseline: baseline)
    if CuffLevel.violates(result, level: level, baseline: baseline) { violatedAt = now }
  }

  /// Completes unanswered requests to repeat.
  mutating func settle(at now: Moment) {
    for index in levels.indices { levels[index].settle(at: now, level: rule.levels[index]) }
  }

  /// Other limits from now on; the next result is judged against them.
  mutating func change(to rule: CuffRule) { sharedRule = Shared(rule) }

  /// Whether any level is present.
  var isPresent: Bool { levels.indices.contains { levels[$0].isPresent } }

  /// The deepest present level.
  func finding(kept: CuffResult?, at now: Moment) -> Finding? {
    guard let index = levels.indices.last(where: { levels[$0].isPresent }) else { return nil }
    let level = rule.levels[index]
    var finding = Finding(
      level: index, priority: level.priority, onset: levels[index].presentOnset ?? now)
    finding.milder = levels.indices.filter { $0 < index && levels[$0].isPresent }
    if let worst = levels[index].worst(kept: kept) {
      finding.vital = worst.vital
      finding.value = worst.value
      finding.limit = worst.limit
      finding.side = worst.side
    }
    if levels.indices.contains(where: { isRepeatWanted($0) }) {
      finding.detail = "repeat the measurement"
    }
    return finding
  }

  private func isRepeatWanted(_ index: Int) -> Bool {
    guard case .repeated(_, _?) = rule.levels[index].trigger else { return false }
    return !levels[index].isPresent && levels[index].firstViolating != nil
  }

  func deadline(_ deadline: inout Deadline) {
    for index in levels.indices { deadline.consider(levels[index].due(rule.levels[index])) }
  }
}
