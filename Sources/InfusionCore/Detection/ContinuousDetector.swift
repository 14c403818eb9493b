import Vitals

/// hr.high, hr.low or spo2.low: its levels from mild to deep.
struct ContinuousDetector: Hashable, Codable, Sendable {
  let condition: Condition
  /// The rule with this session's own limits.
  var rule: ContinuousRule { sharedRule.value }
  private var sharedRule: Shared<ContinuousRule>
  private var levels: [ContinuousLevel]

  init(rule: ContinuousRule) {
    condition = rule.condition
    sharedRule = Shared(rule)
    levels = Array(repeating: ContinuousLevel(), count: rule.levels.count)
  }

  /// Takes one usable reading of the rule's vital sign.
  mutating func receive(_ value: Double, at now: Moment, freshFor: Span, baseline: Double?) {
    for index in levels.indices {
      let level = rule.levels[index]
      guard let limit = level.term.limit(baseline: baseline) else { continue }
      levels[index].receive(value, at: now, level: level, limit: limit, freshFor: freshFor)
    }
  }

  /// Completes the delays that are over.
  mutating func settle(at now: Moment, isUsable: Bool) {
    for index in levels.indices {
      levels[index].settle(at: now, level: rule.levels[index], isUsable: isUsable)
    }
  }

  /// Other limits from now on: the reading that stands is judged against them at once.
  mutating func change(
    to rule: ContinuousRule, standing vital: ContinuousVital, at now: Moment, baseline: Double?
  ) {
    guard rule != self.rule else { return }
    sharedRule = Shared(rule)
    if let value = vital.lastUsable, vital.isUsable(during: now) {
      receive(value, at: now, freshFor: vital.freshFor, baseline: baseline)
    }
  }

  /// Whether any level is present.
  var isPresent: Bool { levels.indices.contains { levels[$0].isPresent } }

  /// The deepest present level.
  func finding(vital: ContinuousVital, at now: Moment, baseline: Double?) -> Finding? {
    guard let index = levels.indices.last(where: { levels[$0].isPresent }) else { return nil }
    let level = rule.levels[index]
    var finding = Finding(
      level: index, priority: level.priority, onset: levels[index].presentOnset ?? now)
    finding.milder = levels.indices.filter { $0 < index && levels[$0].isPresent }
    switch level.trigger {
    case .delay(let delay): finding.delay = delay
    case .total(let total, let window):
      finding.delay = total
      finding.detail = "for \(total.words) in \(window.words)"
    }
    finding.vital = rule.vital
    finding.value = vital.lastUsable
    finding.limit = level.term.limit(baseline: baseline)
    finding.side = level.term.side
    finding.evaluable = vital.isUsable(after: now)
    return finding
  }

  func deadline(_ deadline: inout Deadline) {
    for index in levels.indices { deadline.consider(levels[index].due(rule.levels[index])) }
  }
}
