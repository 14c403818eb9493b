import Vitals

/// What is printed of nights.
public enum NightReport {
  /// The last line of a run.
  public static func summary(_ tally: NightTally) -> String {
    let hours = tally.milliseconds / 3_600_000
    let faults = tally.faults.values.reduce(0, +)
    return "\(tally.nights) nights, \(hours) simulated hours, \(tally.turns) turns,"
      + " \(tally.inputs) inputs, \(tally.events) events, \(tally.answers) answers,"
      + " \(faults) faults"
  }

  /// The faults by kind, a line each.
  public static func faults(_ tally: NightTally) -> [String] {
    tally.faults.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      "  \($0.value)  \($0.key)"
    }
  }

  /// What was found in a night, how it came about, and how to see it again.
  ///
  /// - Parameter most: the most lines of the trace; its end says most.
  public static func lines(of night: Night, most: Int) throws -> [String] {
    guard let violation = night.violation else { return [] }
    var trace: [String] = []
    _ = try Night(night.plan, trace: NightTrace { trace.append($0) })
    let left = trace.count - most
    return [
      "seed \(night.plan.seed), \(violation.at.clock): \(violation.rule)",
      "  but \(violation.what)",
      left > 0 ? "  … \(left) lines before; --lines \(trace.count) shows all" : nil,
    ].compactMap(\.self) + trace.suffix(most).map { "  " + $0 } + [
      "  this night, shrunk:  nights \(arguments(night.plan))",
      "  the whole night:     make nights SEEDS=\(night.plan.seed)-\(night.plan.seed)",
    ]
  }

  private static func arguments(_ plan: NightPlan) -> String {
    let only = NightRange.text(plan.happenings.map(\.number))
    let beds = plan.bedNames.joined(separator: ",")
    return (plan.goesByTheText ? "" : "--no-text ") + "--seeds \(plan.seed) --beds \(beds)"
      + " --only \(only.isEmpty ? "0" : only) --until \(plan.length.milliseconds)"
  }
}
