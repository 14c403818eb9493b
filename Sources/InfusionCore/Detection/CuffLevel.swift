import Vitals

/// One level of a cuff condition: its run of violating results, and the way back.
struct CuffLevel: Hashable, Codable, Sendable {
  /// The part that violates most, with its limit.
  struct Worst: Hashable, Codable, Sendable {
    var vital: VitalSign
    var value: Double
    var limit: Double
    var side: LimitTerm.Side
  }

  private(set) var isPresent = false
  /// The first of the unbroken run of violating results.
  private(set) var firstViolating: Moment?
  /// The first of the unbroken run of inside results.
  private var firstInside: Moment?
  /// The parts whose last number violated: a result without them says nothing, unless it violates.
  private var violatingParts: [VitalSign] = []
  private(set) var worst: Worst?
  private(set) var presentOnset: Moment?
  /// A high level needs inside results over this time before it ends.
  private static let highInsideFor = Span.seconds(60)

  /// Whether a result violates the level.
  static func violates(
    _ result: CuffResult, level: CuffRule.Level, baseline: CuffResult?
  ) -> Bool {
    worst(of: result, level: level, baseline: baseline) != nil
  }

  private static func worst(
    of result: CuffResult, level: CuffRule.Level, baseline: CuffResult?
  ) -> Worst? {
    var worst: (Worst, by: Double)?
    for vital in VitalSign.cuff {
      for term in level.terms where term.vital == vital {
        guard let value = result[vital], let limit = term.limit(baseline: baseline?[vital]) else {
          continue
        }
        let excess = term.side == .above ? value - limit : limit - value
        if excess > 0, excess > worst?.by ?? 0 {
          worst = (Worst(vital: vital, value: value, limit: limit, side: term.side), excess)
        }
      }
    }
    return worst?.0
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
    let worst = Self.worst(of: result, level: level, baseline: baseline)
    if worst == nil, violatingParts.contains(where: { result[$0] == nil }) { return }
    remember(result, terms: terms, baseline: baseline)
    if let worst {
      self.worst = worst
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
    for vital in VitalSign.cuff where terms.contains(where: { $0.vital == vital }) {
      violatingParts.removeAll { $0 == vital }
      let own = terms.filter { $0.vital == vital }
      let level = CuffRule.Level(priority: .low, terms: own, trigger: .atOnce)
      if Self.violates(result, level: level, baseline: baseline) { violatingParts.append(vital) }
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
