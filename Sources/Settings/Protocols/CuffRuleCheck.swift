import InfusionCore
import Vitals

/// What the levels of one cuff condition have to do with each other.
struct CuffRuleCheck {
  var rule: CuffRule
  var table: TableReader
  /// One for each level of the rule.
  var levels: [TableReader]

  /// Notes every contradiction.
  func run() {
    for (index, level) in rule.levels.enumerated() {
      for term in level.terms { checkEnd(of: term, levels[index]) }
      for milder in 0..<index { check(level, levels[index], against: rule.levels[milder]) }
    }
  }

  private func checkEnd(of term: LimitTerm, _ level: TableReader) {
    guard let limit = term.limit(baseline: nil) else { return }
    let end = term.side == .above ? limit - deadband(term.vital) : limit + deadband(term.vital)
    if !term.vital.plausibleRange.contains(end) {
      let isInherited = level.place.file != table.place.file
      (isInherited ? table : level).fault(
        isInherited ? "deadband" : term.key,
        what: "\(name) could never end: no plausible value lies beyond its deadband",
        remedy: "move the limit or make the deadband smaller")
    }
  }

  private func check(
    _ deeper: CuffRule.Level, _ table: TableReader, against milder: CuffRule.Level
  ) {
    if deeper.priority < milder.priority {
      table.fault(
        "priority",
        what: "\(name) goes down from \(milder.priority.rawValue) to \(deeper.priority.rawValue)",
        remedy: "list the levels from mild to deep")
    }
    for term in deeper.terms {
      let counterpart = milder.terms.first { $0.key == term.key }
      if let counterpart, counterpart.isBeyond(term) {
        table.fault(
          term.key, what: "“\(term.key)” is milder than in the level before it",
          remedy: "list the levels from mild to deep")
      }
    }
    // Limits never get milder, so a limit is only covered by the same one.
    if milder.terms.allSatisfy(deeper.terms.contains),
      deeper.trigger.isNeverAfter(milder.trigger)
    {
      table.fault(
        what: "\(name) has a deeper level that is reached no later than a milder one",
        remedy: "remove one of them, or give the deeper one another limit or have it repeated")
    }
  }

  private func deadband(_ vital: VitalSign) -> Double {
    switch vital {
    case .sbp: rule.deadband.sbp
    case .dbp: rule.deadband.dbp
    case .map, .hr, .spo2: rule.deadband.map
    }
  }

  private var name: String { rule.condition.rawValue }
}

extension LimitTerm {
  /// The key that writes the term in a cuff level.
  fileprivate var key: String {
    let name = "\(vital.rawValue)_\(side.rawValue)"
    switch reference {
    case .absolute: return name
    case .fromBaseline: return "\(name)_baseline"
    case .percentFromBaseline: return "\(name)_baseline_percent"
    }
  }

  /// Whether this term's limit lies further out than another one of its key.
  fileprivate func isBeyond(_ other: LimitTerm) -> Bool {
    switch (reference, other.reference, side) {
    case (.absolute(let mine), .absolute(let theirs), .below): mine < theirs
    case (.absolute(let mine), .absolute(let theirs), .above): mine > theirs
    case (.fromBaseline(let mine), .fromBaseline(let theirs), _): mine > theirs
    case (.percentFromBaseline(let mine), .percentFromBaseline(let theirs), _): mine > theirs
    case (.absolute, _, _), (.fromBaseline, _, _), (.percentFromBaseline, _, _): false
    }
  }
}

extension CuffRule.Trigger {
  /// Whether, with the same limits, this is there whenever the other one is.
  fileprivate func isNeverAfter(_ other: Self) -> Bool {
    switch (self, other) {
    case (.atOnce, _): return true
    case (.repeated, .atOnce): return false
    case (.repeated(let mine, within: let myEnd), .repeated(let theirs, within: let theirEnd)):
      guard let theirEnd else { return mine <= theirs }
      guard let myEnd else { return false }
      return mine <= theirs && myEnd <= theirEnd
    }
  }
}
