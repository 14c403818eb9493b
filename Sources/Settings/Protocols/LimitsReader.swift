import InfusionCore
import Vitals

/// Reads the tables of a session's gates, `[pre_start]` and `[ready_to_leave]`, and what
/// cannot be told from a number.
enum LimitsReader {
  private static let anyTime = Span.seconds(1)...Span.minutes(120)

  /// Reads `[pre_start]`.
  static func preStart(_ table: TableReader) -> PreStartLimits {
    let limits = PreStartLimits(
      sbpHigh: table.required("sbp_high", .plausible(.sbp)),
      dbpHigh: table.required("dbp_high", .plausible(.dbp)),
      sbpLow: table.required("sbp_low", .plausible(.sbp)),
      hrHigh: table.required("hr_high", .plausible(.hr)),
      hrLow: table.required("hr_low", .plausible(.hr)),
      spo2Low: table.required("spo2_low", .plausible(.spo2)),
      cuffAge: table.required("cuff_age", .duration(in: anyTime)),
      usableWithin: table.required("usable_within", .duration(in: anyTime)),
      sbpNever: table.required("sbp_never", .plausible(.sbp)),
      dbpNever: table.required("dbp_never", .plausible(.dbp)),
      sbpCaution: table.required("sbp_caution", .plausible(.sbp)),
      dbpCaution: table.required("dbp_caution", .plausible(.dbp)))
    table.ascending(("hr_low", limits.hrLow), ("hr_high", limits.hrHigh))
    table.ascending(("sbp_low", limits.sbpLow), ("sbp_caution", limits.sbpCaution))
    table.ascending(("sbp_caution", limits.sbpCaution), ("sbp_high", limits.sbpHigh))
    table.ascending(("dbp_caution", limits.dbpCaution), ("dbp_high", limits.dbpHigh))
    table.ascending(("sbp_high", limits.sbpHigh), ("sbp_never", limits.sbpNever))
    table.ascending(("dbp_high", limits.dbpHigh), ("dbp_never", limits.dbpNever))
    return limits
  }

  /// Reads `[ready_to_leave]`.
  static func readiness(_ table: TableReader) -> ReadinessRules {
    let percent = Shape<Double>.number(in: 1...100, unit: "%")
    let rules = ReadinessRules(
      cuffWithin: table.required("cuff_within", .duration(in: anyTime)),
      cuffApart: table.required("cuff_apart", .duration(in: anyTime)),
      cuffAge: table.required("cuff_age", .duration(in: anyTime)),
      sbpPercentAbove: table.required("sbp_percent_above", percent),
      sbpAtMost: table.required("sbp_at_most", .plausible(.sbp)),
      sbpAtLeast: table.required("sbp_at_least", .plausible(.sbp)),
      sbpPercentBelow: table.required("sbp_percent_below", percent),
      dbpAtMost: table.required("dbp_at_most", .plausible(.dbp)),
      spo2Median: table.required("spo2_median", .duration(in: anyTime)),
      spo2Floor: table.required("spo2_floor", .plausible(.spo2)),
      spo2Usual: table.required("spo2_usual", .plausible(.spo2)),
      spo2BelowBaseline: table.required("spo2_below_baseline", .number(in: 0...20, unit: "%")),
      offOxygen: table.required("off_oxygen", .duration(in: anyTime)),
      quietFor: table.required("quiet_for", .duration(in: anyTime)),
      quietAfterHigh: table.required("quiet_after_high", .duration(in: anyTime)),
      entriesWithin: table.required("entries_within", .duration(in: anyTime)),
      lostFor: table.required("lost_for", .duration(in: anyTime)),
      unhookFor: table.required("unhook_for", .duration(in: anyTime)))
    table.ascending(("sbp_at_least", rules.sbpAtLeast), ("sbp_at_most", rules.sbpAtMost))
    table.ascending(("spo2_floor", rules.spo2Floor), ("spo2_usual", rules.spo2Usual))
    table.check(
      rules.quietFor <= rules.quietAfterHigh, "quiet_after_high", "quiet_for",
      what: "“quiet_after_high” is shorter than “quiet_for”",
      remedy: "a high alert needs at least as long")
    return rules
  }

  /// Reads the conditions without a limit: one table each, a delay for each priority.
  static func cannotTell(_ root: TableReader) -> CannotTellRules {
    let pulse = root.group("pulse").requiredTable("lost")
    let signal = root.group("signal").requiredTable("lost")
    let link = root.group("link")
    let lost = link.requiredTable("lost")
    let rules = CannotTellRules(
      pulseLostMedium: delay("medium", pulse), pulseLostHigh: delay("high", pulse),
      signalLostLow: delay("low", signal), signalLostMedium: delay("medium", signal),
      signalLostMediumVulnerable: delay("medium_vulnerable", signal),
      linkLostMedium: delay("medium", lost), linkLostHigh: delay("high", lost),
      linkGarbled: delay("medium", link.requiredTable("garbled")),
      linkFrozenWithoutHeartbeat: delay("low", link.requiredTable("frozen")),
      noSession: delay("low", root.group("bed").requiredTable("no_session")))
    pulse.ascending(("medium", rules.pulseLostMedium), ("high", rules.pulseLostHigh))
    signal.ascending(("low", rules.signalLostLow), ("medium", rules.signalLostMedium))
    signal.check(
      rules.signalLostMediumVulnerable <= rules.signalLostMedium, "medium_vulnerable", "medium",
      what: "“medium_vulnerable” is longer than “medium”",
      remedy: "who breathes badly is told of no later")
    lost.ascending(("medium", rules.linkLostMedium), ("high", rules.linkLostHigh))
    return rules
  }

  private static func delay(_ priority: String, _ table: TableReader) -> Span {
    table.required(priority, .duration(in: .seconds(1)...Span.minutes(60)))
  }
}
