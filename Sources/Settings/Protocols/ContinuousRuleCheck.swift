import InfusionCore
import Vitals

/// What the levels of one continuous condition have to do with each other.
struct ContinuousRuleCheck {
  /// From one raising to the next at least this, and a whole condition so on average of three.
  private static let shortestCycle = Span.seconds(20)

  var rule: ContinuousRule
  var table: TableReader
  /// One for each level of the rule.
  var levels: [TableReader]

  /// Notes every contradiction.
  func run() {
    for (index, level) in rule.levels.enumerated() {
      checkAlone(level, levels[index])
      for milder in 0..<index { check(level, levels[index], against: rule.levels[milder]) }
    }
    if table.isSound, levels.allSatisfy(\.isSound) { checkThatLevelsCannotTakeTurns() }
  }

  private func checkAlone(_ level: ContinuousRule.Level, _ own: TableReader) {
    // Levels that were inherited are not at fault for what this file says of all of them.
    let isInherited = own.place.file != table.place.file
    let blamed = isInherited ? table : own
    if level.earliest + level.clearAfter <= Self.shortestCycle {
      blamed.fault(
        isInherited ? "clear_after" : nil,
        what: "\(name) can chatter: \(level.trigger.word) \(level.earliest.written) and "
          + "clear_after \(level.clearAfter.written) are together at most "
          + Self.shortestCycle.written,
        remedy: "make their sum longer than \(Self.shortestCycle.written)")
    }
    if !rule.vital.plausibleRange.contains(level.end) {
      blamed.fault(
        isInherited ? "deadband" : level.term.side.rawValue,
        what: "\(name) could never end: no plausible value lies beyond its deadband",
        remedy: "move the limit or make the deadband smaller")
    }
  }

  private func check(
    _ deeper: ContinuousRule.Level, _ table: TableReader, against milder: ContinuousRule.Level
  ) {
    if deeper.priority < milder.priority {
      table.fault(
        "priority",
        what: "\(name) goes down from \(milder.priority.rawValue) to \(deeper.priority.rawValue)",
        remedy: "list the levels from mild to deep")
    }
    if milder.isBeyond(deeper) {
      table.fault(
        deeper.term.side.rawValue,
        what: "\(name) \(deeper.text) is milder than the level before it, \(milder.text)",
        remedy: "list the levels from mild to deep")
    } else if deeper.isNeverAfter(milder) {
      table.fault(
        deeper.term.side.rawValue,
        what: "\(name) \(deeper.text) is reached no later than a milder level with the same limit",
        remedy: "remove one of them, or give the deeper one another limit or a longer delay")
    }
  }

  /// A sum of delay and clear_after bounds each level's own cycle, but two levels could take turns:
  /// one becomes present as the other ends. So the shortest time between two raisings is taken for
  /// every pair, and no three of them in a row may fit into a minute.
  private func checkThatLevelsCannotTakeTurns() {
    let count = rule.levels.count
    let pause = (0..<count).map { from in (0..<count).map { shortestPause(from, $0) } }
    let third = pause.map { $0.min() ?? .zero }
    for (first, pauses) in pause.enumerated() {
      for (second, pause12) in pauses.enumerated() {
        for (next, pause23) in pause[second].enumerated()
        where pause12 + pause23 + third[next] <= Self.shortestCycle * 3 {
          table.fault(
            "clear_after",
            what: "\(name) can chatter: its levels “\(rule.levels[first].text)” and "
              + "“\(rule.levels[second].text)” can take turns three times in a minute",
            remedy: "make clear_after longer than \(Self.shortestCycle.written)")
          return
        }
      }
    }
  }

  /// The shortest time from the raising by one level to the next raising by another.
  private func shortestPause(_ from: Int, _ to: Int) -> Span {
    let (ending, next) = (rule.levels[from], rule.levels[to])
    switch next.trigger {
    case .delay(let delay):
      // What violates an equal or deeper level breaks this one's end, so the delay follows it.
      return ending.isBeyond(next) ? ending.clearAfter : ending.clearAfter + delay
    case .total(let total, within: _):
      // The time that counts begins with the level's own last end, but may have been gathered
      // before another level ended.
      return from == to ? ending.clearAfter + total : ending.clearAfter
    }
  }

  private var name: String { rule.condition.rawValue }
}

extension ContinuousRule.Level {
  /// The shortest time from the first violating reading to the level.
  ///
  /// A total counts violating time since the level last ended, so it cannot be reached sooner.
  var earliest: Span {
    switch trigger {
    case .delay(let delay): delay
    case .total(let total, within: _): total
    }
  }

  /// The first value that counts towards the end.
  fileprivate var end: Double {
    switch term.side {
    case .above: limit - deadband
    case .below: limit + deadband
    }
  }

  fileprivate var limit: Double { term.limit(baseline: nil) ?? 0 }

  fileprivate var text: String {
    let limit = "\(term.side.rawValue) \(DecimalText.text(limit))"
    switch trigger {
    case .delay(let delay): return "\(limit), \(delay.written)"
    case .total(let total, let within):
      return "\(limit), \(total.written) in \(within.written)"
    }
  }

  /// Whether this level's limit lies further out.
  fileprivate func isBeyond(_ other: Self) -> Bool {
    switch term.side {
    case .above: limit > other.limit
    case .below: limit < other.limit
    }
  }

  /// Whether this level, with the same limit, is there whenever the other one is.
  fileprivate func isNeverAfter(_ other: Self) -> Bool {
    guard limit == other.limit else { return false }
    switch (trigger, other.trigger) {
    case (.delay(let mine), .delay(let theirs)): return mine <= theirs
    case (.total(let mine, within: _), .delay(let theirs)): return mine <= theirs
    case (.total(let mine, let window), .total(let theirs, let otherWindow)):
      return mine <= theirs && window >= otherWindow
    case (.delay, .total): return false
    }
  }
}

extension ContinuousRule.Trigger {
  fileprivate var word: String {
    switch self {
    case .delay: "delay"
    case .total: "total"
    }
  }
}
