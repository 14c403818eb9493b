import InfusionCore
import Vitals

/// Reads `[hr.high]`, `[hr.low]` and `[spo2.low]`.
struct ContinuousRuleReader {
  /// The longest delay, and the longest run that ends a level.
  private static let longest = Span.minutes(30)

  var condition: Condition
  var vital: VitalSign
  var side: LimitTerm.Side

  /// The rule, and whether it is as the file says; its faults are noted.
  func read(_ table: TableReader) -> (rule: ContinuousRule, isSound: Bool) {
    let guidance = Guidance(reading: table)
    let common = (
      deadband: table.required("deadband", .number(in: 0...50, unit: vital.unit)),
      clearAfter: table.required("clear_after", .duration(in: .zero...Self.longest))
    )
    let tables = table.tables("level")
    table.check(
      !tables.isEmpty, "level", what: "\(condition.rawValue) has no level",
      remedy: "write at least one [[…level]]")
    let levels = tables.map { level in
      ContinuousRule.Level(
        priority: level.required("priority", .word(standIn: .low)),
        term: term(level),
        trigger: trigger(level),
        deadband: level.optional("deadband", .number(in: 0...50, unit: vital.unit))
          ?? common.deadband,
        clearAfter: level.optional("clear_after", .duration(in: .zero...Self.longest))
          ?? common.clearAfter)
    }
    let rule = ContinuousRule(
      condition: condition, vital: vital, levels: levels, guidance: guidance)
    let isSound = table.isSound && tables.allSatisfy(\.isSound)
    if isSound { ContinuousRuleCheck(rule: rule, table: table, levels: tables).run() }
    return (rule, isSound)
  }

  private func term(_ level: TableReader) -> LimitTerm {
    let limit = level.required(side.rawValue, .plausible(vital))
    return LimitTerm(vital: vital, side: side, reference: .absolute(limit))
  }

  private func trigger(_ level: TableReader) -> ContinuousRule.Trigger {
    guard level.has("total") || level.has("within") else {
      return .delay(level.required("delay", .duration(in: .zero...Self.longest)))
    }
    let total = level.required("total", .duration(in: .seconds(1)...Self.longest))
    let within = level.required("within", .duration(in: .seconds(1)...Self.longest))
    level.check(
      total <= within, "total", "within", what: "“total” \(total.written) never fits into “within”",
      remedy: "write a total of at most \(within.written)")
    if level.optional("delay", .duration(in: .zero...Self.longest)) != nil {
      level.fault(
        "delay", what: "a level has “delay” or “total”, not both", remedy: "remove one of them")
    }
    return .total(total, within: within)
  }
}

extension Guidance {
  /// Reads the three lines that reach the nurse.
  init(reading table: TableReader) {
    self.init(
      cause: table.required("cause", .text("one line of what usually lies behind it")),
      remedy: table.required("remedy", .text("one line of what to do first")),
      source: table.required("source", .text("one line of where the limit comes from")))
  }
}
