public import Vitals

/// A limit that a nurse set for one session, with a reason.
public struct SessionLimit: Hashable, Codable, Sendable {
  public let condition: Condition
  public let priority: Priority
  public let vital: VitalSign
  public let limit: Double
  public let reason: String
  public let by: String?
}

extension Session {
  /// The rules for HR and SpO2 with this session's limits, and those of oxygen.
  var continuousRules: [ContinuousRule] {
    rules.continuous.map { rule in
      var rule = rule
      for limit in limits where limit.condition == rule.condition {
        Self.apply(limit, to: &rule.levels, priority: \.priority) { level, change in
          change(&level.term)
        }
      }
      if isOnOxygen, rule.condition == .spo2Low { giveOxygen(&rule) }
      return rule
    }
  }

  /// The rules for cuff results with this session's limits.
  var cuffRules: [CuffRule] {
    rules.cuff.map { rule in
      var rule = rule
      for limit in limits where limit.condition == rule.condition {
        Self.apply(limit, to: &rule.levels, priority: \.priority) { level, change in
          for index in level.terms.indices { change(&level.terms[index]) }
        }
      }
      return rule
    }
  }

  /// Oxygen holds up a saturation while breathing fails: no limit of the session goes below these.
  private func giveOxygen(_ rule: inout ContinuousRule) {
    var hasHigh = false
    for index in rule.levels.indices {
      switch rule.levels[index].priority {
      case .medium: Self.raise(&rule.levels[index].term, to: rules.onOxygen.medium)
      case .high where !hasHigh:
        Self.raise(&rule.levels[index].term, to: rules.onOxygen.high)
        hasHigh = true
      case .high, .low, .information: break
      }
    }
  }

  private static func raise(_ term: inout LimitTerm, to limit: Double) {
    guard case .absolute(let current) = term.reference, current >= limit else {
      term.reference = .absolute(limit)
      return
    }
  }

  /// Sets the first limit of the priority wherever it stands, and keeps deeper ones at least as
  /// deep and milder ones at most as deep.
  private static func apply<Level>(
    _ limit: SessionLimit, to levels: inout [Level], priority: KeyPath<Level, Priority>,
    terms: (inout Level, (inout LimitTerm) -> Void) -> Void
  ) {
    var first: Double?
    for index in levels.indices {
      let own = levels[index][keyPath: priority]
      terms(&levels[index]) { term in
        guard term.vital == limit.vital, case .absolute(let current) = term.reference else {
          return
        }
        if own == limit.priority { first = first ?? current }
        let sets = own == limit.priority && current == first
        let isDeeper = term.side == .above ? current > limit.limit : current < limit.limit
        if sets || (own < limit.priority && isDeeper) || (own >= limit.priority && !isDeeper) {
          term.reference = .absolute(limit.limit)
        }
      }
    }
  }

  /// The present limit of the first level of a priority.
  func presentLimit(_ condition: Condition, _ priority: Priority, _ vital: VitalSign) -> Double? {
    let terms =
      continuousRules.filter { $0.condition == condition }.flatMap(\.levels)
      .filter { $0.priority == priority }.map(\.term)
      + cuffRules.filter { $0.condition == condition }.flatMap(\.levels)
      .filter { $0.priority == priority }.flatMap(\.terms)
    for term in terms where term.vital == vital {
      if case .absolute(let limit) = term.reference { return limit }
    }
    return nil
  }
}
