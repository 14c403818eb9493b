import Vitals

/// Makes a bad night small: a shorter one with fewer beds and happenings that breaks the same rule.
///
/// It is as deterministic as the nights are.
public struct NightShrinker {
  /// The most nights that are lived for it.
  public static let mostTries = 200

  private let rule: String
  private var best: Night
  private var tries = 0

  private init(_ night: Night, _ violation: NightViolation) {
    best = night
    rule = violation.rule
  }

  /// The smallest night that was found.
  public static func shrink(_ night: Night) throws -> Night {
    guard let violation = night.violation else { return night }
    var shrinker = NightShrinker(night, violation)
    try shrinker.run()
    return shrinker.best
  }

  private mutating func run() throws {
    try shorten()
    var count = Int.max
    while count > best.plan.happenings.count + best.plan.bedNames.count, tries < Self.mostTries {
      count = best.plan.happenings.count + best.plan.bedNames.count
      try dropBeds()
      try dropHappenings()
      try shorten()
    }
  }

  /// Takes a smaller night if it breaks the rule, too.
  private mutating func take(_ plan: NightPlan) throws -> Bool {
    guard tries < Self.mostTries else { return false }
    tries += 1
    let night = try Night(plan)
    guard night.violation?.rule == rule else { return false }
    best = night
    return true
  }

  private mutating func shorten() throws {
    guard let at = best.violation?.at, at < best.plan.length else { return }
    // What is looked at in the end is found in the end of a shorter night, or not at all.
    _ = try take(best.plan.ending(after: at))
  }

  private mutating func dropBeds() throws {
    for name in best.plan.bedNames where best.plan.bedNames.count > 1 {
      _ = try take(best.plan.keeping(beds: best.plan.bedNames.filter { $0 != name }))
    }
  }

  /// Leaves out half of them, a quarter, and so on down to each by itself.
  private mutating func dropHappenings() throws {
    var size = best.plan.happenings.count / 2
    while size > 0 {
      var start = 0
      while start < best.plan.happenings.count {
        let numbers = best.plan.happenings.map(\.number)
        let end = min(start + size, numbers.count)
        let fewer = Set(numbers[..<start] + numbers[end...])
        if try !take(best.plan.keeping(fewer)) { start += size }
      }
      size /= 2
    }
  }
}
