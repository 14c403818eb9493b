import InfusionCore
import Vitals

/// Reads the tables of a session's clocks: `[cuff]`, `[infusion]` and `[recovery]`.
enum PlanReader {
  /// What any part of a visit may last.
  private static let anyLength = Span.seconds(10)...Span.minutes(12 * 60)
  private static let interval = Span.minutes(1)...Span.minutes(60)

  /// Reads `[cuff]`.
  static func cuff(_ table: TableReader) -> CuffPlan {
    let lateness = Span.minutes(1)...Span.minutes(60)
    let plan = CuffPlan(
      infusing: table.required("infusing", .duration(in: interval)),
      held: table.required("held", .duration(in: interval)),
      recoveryEarly: table.required("recovery", .duration(in: interval)),
      recoveryEarlyFor: table.required("recovery_early_for", .duration(in: anyLength)),
      recoveryLate: table.required("recovery_late", .duration(in: interval)),
      intensified: table.required("intensified", .duration(in: interval)),
      intensifiedAfterDrug: table.required("intensified_after_drug", .duration(in: anyLength)),
      overdueLow: table.required("overdue_low", .duration(in: lateness)),
      overdueMedium: table.required("overdue_medium", .duration(in: lateness)),
      overdueLowRecovery: table.required("overdue_low_recovery", .duration(in: lateness)),
      overdueMediumRecovery: table.required("overdue_medium_recovery", .duration(in: lateness)),
      slotsAt: table.required("slots_at", .list(of: .duration(in: anyLength), count: 0...24)),
      slotWindow: table.required("slot_window", .duration(in: lateness)),
      standsBeyondInterval: table.required("stands_beyond_interval", .duration(in: lateness)))
    table.ascending(("overdue_low", plan.overdueLow), ("overdue_medium", plan.overdueMedium))
    table.ascending(
      ("overdue_low_recovery", plan.overdueLowRecovery),
      ("overdue_medium_recovery", plan.overdueMediumRecovery))
    table.check(
      zip(plan.slotsAt, plan.slotsAt.dropFirst()).allSatisfy(<), "slots_at",
      what: "the times of “slots_at” do not follow each other",
      remedy: "write each once, earliest first")
    return plan
  }

  /// Reads `[infusion]`.
  static func infusion(_ table: TableReader) -> InfusionPlan {
    let reminder = Span.seconds(30)...Span.minutes(120)
    let plan = InfusionPlan(
      planned: table.required("planned", .duration(in: anyLength)),
      usual: range("usual", table), withReason: range("with_reason", table),
      endingBefore: table.required("ending_before", .duration(in: reminder)),
      overrunAfter: table.required("overrun_after", .duration(in: reminder)),
      overrunPercent: table.required("overrun_percent", .number(in: 0...100, unit: "%")),
      heldLow: table.required("held_low", .duration(in: reminder)),
      heldMedium: table.required("held_medium", .duration(in: reminder)))
    table.check(
      plan.usual.contains(plan.planned), "planned", "usual",
      what: "“planned” \(plan.planned.written) lies outside “usual”",
      remedy: "write a length from \(plan.usual.written), or widen “usual”")
    table.check(
      plan.withReason.contains(plan.usual), "with_reason", "usual",
      what: "“with_reason” is narrower than “usual”", remedy: "make it the wider one")
    table.check(
      plan.endingBefore < plan.planned, "ending_before", "planned",
      what: "“ending_before” is as long as the infusion", remedy: "make it shorter")
    table.ascending(("held_low", plan.heldLow), ("held_medium", plan.heldMedium))
    return plan
  }

  /// Reads `[recovery]`.
  static func recovery(_ table: TableReader) -> RecoveryPlan {
    let reminder = Span.minutes(1)...Span.minutes(360)
    let plan = RecoveryPlan(
      minimumWithEscort: table.required("minimum_with_escort", .duration(in: anyLength)),
      minimumAlone: table.required("minimum_alone", .duration(in: anyLength)),
      forgottenReady: table.required("forgotten_ready", .duration(in: reminder)),
      forgottenPreparing: table.required("forgotten_preparing", .duration(in: reminder)),
      entryDueOnOxygen: table.required("entry_due_on_oxygen", .duration(in: reminder)),
      noDrivingFor: table.required(
        "no_driving_for", .duration(in: .zero...Span.minutes(7 * 24 * 60))))
    table.check(
      plan.minimumWithEscort <= plan.minimumAlone, "minimum_alone", "minimum_with_escort",
      what: "“minimum_alone” is shorter than “minimum_with_escort”",
      remedy: "who leaves alone stays at least as long")
    return plan
  }

  private static func range(_ key: String, _ table: TableReader) -> ClosedRange<Span> {
    let ends = table.required(key, .list(of: .duration(in: anyLength), count: 2...2))
    guard let shortest = ends.first, let longest = ends.last else { return .zero...Span.zero }
    table.check(
      shortest <= longest, key, what: "“\(key)” is the wrong way round",
      remedy: "write the shortest length first")
    return min(shortest, longest)...max(shortest, longest)
  }
}

extension TableReader {
  /// Notes a fault unless the second of two keys has the larger value.
  func ascending<Value: Comparable>(_ first: (key: String, Value), _ second: (key: String, Value)) {
    check(
      first.1 < second.1, second.key, first.key,
      what: "“\(second.key)” is not more than “\(first.key)”",
      remedy: "make it the larger one")
  }
}

extension ClosedRange<Span> {
  /// Both ends in words.
  fileprivate var written: String { "\(lowerBound.written) to \(upperBound.written)" }
}
