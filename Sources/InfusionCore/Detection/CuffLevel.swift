import Vitals

/// One level of a cuff condition: its run of violating results, and the way back.
struct CuffLevel: Hashable, Codable, Sendable {
  /// A part whose last number violated, and the limit that it violated most.
  struct Violation: Hashable, Codable, Sendable {
    var vital: VitalSign
    var value: Double
    var limit: Double
    var side: LimitTerm.Side

    var excess: Double { side == .above ? value - limit : limit - value }
  }

  private(set) var isPresent = false
  /// The first of the unbroken run of violating results.
  private(set) var firstViolating: Moment?
  /// The first of the unbroken run of inside results.
  private var firstInside: Moment?
  /// The parts whose last number violated: a result without them says nothing, unless it violates.
  private var violations: [Violation] = []
  /// The same of the last result that violated: what the alert speaks of until it ends.
  private var lastViolations: [Violation] = []
  private(set) var presentOnset: Moment?
  /// A high level needs inside results over this time before it ends.
  private static let highInsideFor = Span.seconds(60)

  /// Whether a result violates the level.
  static func violates(
    _ result: CuffResult, level: CuffRule.Level, baseline: CuffResult?
  ) -> Bool {
    VitalSign.cuff.contains {
      violation(of: $0, result, terms: level.terms, baseline: baseline) != nil
    }
  }

  private static func violation(
    of vital: VitalSign, _ result: CuffResult, terms: [LimitTerm], baseline: CuffResult?
  ) -> Violation? {
    guard let value = result[vital] else { return nil }
    let violations = terms.compactMap { term -> Violation? in
      guard term.vital == vital, let limit = term.limit(baseline: baseline?[vital]) else {
        return nil
      }
      return Violation(vital: vital, value: value, limit: limit, side: term.side)
    }
    return violations.filter { $0.excess > 0 }.max { $0.excess < $1.excess }
  }

  /// Judges one result as measured at its time.
  mutating func judge(
    _ result: CuffResult, level: CuffRule.Level, deadband: CuffRule.Deadband,
    baseline: CuffResult?
  ) {
    let terms = level.terms.filter {
      result[$0.vital] != nil && $0.limit(baseline: baseline?[$0.vital]) != nil
    }
    guard !terms.isEmpty else { return }
    let violates = Self.violates(result, level: level, baseline: baseline)
    if !violates, violations.contains(where: { result[$0.vital] == nil }) { return }
    remember(result, terms: terms, baseline: baseline)
    if violates {
      violate(at: result.at, trigger: level.trigger)
    } else {
      recover(
        at: result.at, priority: level.priority,
        isInside: terms.allSatisfy {
          Self.isInside(result, term: $0, deadband: deadband, baseline: baseline)
        })
    }
  }

  private mutating func remember(
    _ result: CuffResult, terms: [LimitTerm], baseline: CuffResult?
  ) {
    let known = violations.filter { result[$0.vital] == nil }
    let new = VitalSign.cuff.compactMap {
      Self.violation(of: $0, result, terms: terms, baseline: baseline)
    }
    violations = known + new
    if !new.isEmpty { lastViolations = violations }
  }

  /// The part that violates most by the newest numbers, with its limit.
  func worst(kept: CuffResult?) -> Violation? {
    lastViolations.map { violation in
      var violation = violation
      violation.value = kept?[violation.vital] ?? violation.value
      return violation
    }.reduce(nil) { worst, next in
      guard let worst, worst.excess >= next.excess else { return next }
      return worst
    }
  }

  private static func isInside(
    _ result: CuffResult, term: LimitTerm, deadband: CuffRule.Deadband, baseline: CuffResult?
  ) -> Bool {
    guard let value = result[term.vital], let limit = term.limit(baseline: baseline?[term.vital])
    else { return true }
    switch term.side {
    case .above: return value <= limit - deadband[term.vital]
    case .below: return value >= limit + deadband[term.vital]
    }
  }

  private mutating func violate(at measured: Moment, trigger: CuffRule.Trigger) {
    firstInside = nil
    let first = firstViolating ?? measured
    firstViolating = first
    switch trigger {
    case .atOnce: present(since: measured)
    case .repeated(let apart, _): if measured - first >= apart { present(since: first) }
    }
  }

  private mutating func present(since onset: Moment) {
    if !isPresent { presentOnset = onset }
    isPresent = true
  }

  private mutating func recover(at measured: Moment, priority: Priority, isInside: Bool) {
    firstViolating = nil
    guard isInside else {
      firstInside = nil
      return
    }
    let first = firstInside ?? measured
    firstInside = first
    if priority != .high || measured - first >= Self.highInsideFor { isPresent = false }
  }

  /// What does not violate may end a level, but never bring one back.
  mutating func withdraw() { isPresent = false }

  /// An unanswered request to repeat counts as bad.
  mutating func settle(at now: Moment, level: CuffRule.Level) {
    guard let due = due(level), now >= due, let firstViolating else { return }
    present(since: firstViolating)
  }

  /// When a request to repeat is over.
  func due(_ level: CuffRule.Level) -> Moment? {
    guard case .repeated(_, let within?) = level.trigger, !isPresent else { return nil }
    return firstViolating.map { $0 + within }
  }
}

extension CuffRule.Deadband {
  subscript(vital: VitalSign) -> Double {
    switch vital {
    case .sbp: sbp
    case .dbp: dbp
    case .map: map
    case .hr, .spo2: 0
    }
  }
}
