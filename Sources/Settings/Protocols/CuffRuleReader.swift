import InfusionCore
import Vitals

/// Reads `[bp.high]` and `[bp.low]`.
struct CuffRuleReader {
  /// A result this soon after the last one is part of it, so no repeat can be asked for sooner.
  private static let merged = Span.seconds(25)
  private static let longest = Span.minutes(60)

  /// How a level is written to be reached.
  private enum When: String, CaseIterable {
    case atOnce = "at once"
    case repeated
  }

  var condition: Condition
  var side: LimitTerm.Side

  /// The rule, and whether it is as the file says; its faults are noted.
  func read(_ table: TableReader) -> (rule: CuffRule, isSound: Bool) {
    let guidance = Guidance(reading: table)
    let common = table.required("deadband", .number(in: 0...50, unit: "mmHg"))
    func deadband(_ part: VitalSign) -> Double {
      table.optional("deadband_\(part.rawValue)", .number(in: 0...50, unit: "mmHg")) ?? common
    }
    let deadbands = CuffRule.Deadband(
      sbp: deadband(.sbp), dbp: deadband(.dbp), map: deadband(.map))
    let tables = table.tables("level")
    table.check(
      !tables.isEmpty, "level", what: "\(condition.rawValue) has no level",
      remedy: "write at least one [[…level]]")
    let levels = tables.map { level in
      CuffRule.Level(
        priority: level.required("priority", .word(standIn: .low)), terms: terms(level),
        trigger: trigger(level))
    }
    let rule = CuffRule(
      condition: condition, levels: levels, deadband: deadbands, guidance: guidance)
    let isSound = table.isSound && tables.allSatisfy(\.isSound)
    if isSound { CuffRuleCheck(rule: rule, table: table, levels: tables).run() }
    return (rule, isSound)
  }

  private func terms(_ level: TableReader) -> [LimitTerm] {
    let absolute = VitalSign.cuff.compactMap { part in
      level.optional("\(part.rawValue)_\(side.rawValue)", .plausible(part)).map {
        LimitTerm(vital: part, side: side, reference: .absolute($0))
      }
    }
    let away = VitalSign.cuff.compactMap { part in
      level.optional(
        "\(part.rawValue)_\(side.rawValue)_baseline", .number(in: 1...150, unit: part.unit)
      ).map { LimitTerm(vital: part, side: side, reference: .fromBaseline($0)) }
    }
    let percent = VitalSign.cuff.compactMap { part in
      level.optional(
        "\(part.rawValue)_\(side.rawValue)_baseline_percent", .number(in: 1...100, unit: "%")
      ).map { LimitTerm(vital: part, side: side, reference: .percentFromBaseline($0)) }
    }
    let terms = absolute + away + percent
    if terms.isEmpty, level.isSound {
      level.fault(
        what: "a level of \(condition.rawValue) names no limit",
        remedy: "write at least one, such as “sbp_\(side.rawValue)”")
    }
    return terms
  }

  private func trigger(_ level: TableReader) -> CuffRule.Trigger {
    switch level.required("when", .word(standIn: When.atOnce)) {
    case .atOnce: return .atOnce
    case .repeated:
      let range = (Self.merged + .seconds(1))...Self.longest
      let apart = level.required("apart", .duration(in: range))
      let within = level.optional("within", .duration(in: range))
      level.check(
        within.map { $0 > apart } ?? true, "within", "apart",
        what: "“within” leaves no time for a result “apart” from the first",
        remedy: "write more than \(apart.written)")
      return .repeated(apart: apart, within: within)
    }
  }
}
