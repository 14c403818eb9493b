/// The figures of a protocol that differ between those that the program brings along, and those of
/// the sessions, written down a second time by hand; minutes.
struct ModelRules {
  var name: String
  /// Planned length on the drug clock; nil: no infusion runs, the first dose begins everything.
  var planned: Int?
  var recoveryInterval = 10
  var recoveryEarlyFor = 20
  var recoveryLate = 15
  var overdueRecovery = (low: 5, medium: 10)
  var slotsAt = [40]
  var minimumWithEscort = 60
  var minimumAlone = 120

  static let infusing = 10
  static let held = 5
  static let intensified = 5
  static let overdue = (low: 3, medium: 6)
  static let standsBeyond = 5

  static let all = [
    ModelRules(name: "ketamine-40", planned: 40), ModelRules(name: "ketamine-60", planned: 60),
    ModelRules(
      name: "esketamine", planned: nil, recoveryInterval: 40, recoveryEarlyFor: 40,
      recoveryLate: 60, overdueRecovery: (20, 30), slotsAt: [40, 120], minimumWithEscort: 120,
      minimumAlone: 120),
  ]

  static func named(_ name: String) -> ModelRules? { all.first { $0.name == name } }
}

/// Every span that a rule names: what begins somewhere is over, due or late one of them later.
enum ModelSpans {
  /// Milliseconds, ascending.
  static let all: [Int] = {
    let seconds = [5, 10, 15, 20, 30, 60, 120]
    let minutes =
      [3, 5, 6, 10, 12, 15, 20, 30, 60, 90, 120]
      // A cuff interval, and how late or stale its result may be.
      + [5, 10, 15, 40, 60].flatMap { interval in [3, 5, 6, 10, 20, 30].map { interval + $0 } }
      // Mandatory readings have 6 min on either side.
      + [34, 46, 54, 66, 114, 126]
    return Set(seconds.map { $0 * 1000 } + minutes.map { $0 * 60_000 }).sorted()
  }()
}
