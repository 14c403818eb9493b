import InfusionCore
import Vitals

/// Reads a protocol: everything that a session is judged by.
enum ProtocolReader {
  /// What the session's clock counts from.
  private enum Clock: String, CaseIterable {
    case infusion
    case firstDose = "first dose"
  }

  /// The names by which protocols are called.
  static var nameShape: Shape<String> {
    .text("a name of letters, digits, dots and dashes", most: 64, where: isName)
  }

  /// Whether a text is a protocol's name rather than a path.
  static func isName(_ text: String) -> Bool {
    text.first != "." && !text.hasSuffix(".toml")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }

  /// The protocol that a root table describes; its faults are noted.
  static func read(_ toml: Toml, faults: FaultCollector) -> TreatmentProtocol {
    let root = TableReader(toml, title: "", faults: faults)
    _ = root.optional("extends", nameShape)
    let name = root.required("name", nameShape)
    let clock: Clock = root.required("clock", .word(standIn: .infusion))
    let freshFor = root.required("fresh_for", .duration(in: .seconds(1)...Span.seconds(60)))
    let spo2 = root.group("spo2")
    let continuous = continuousRules(root, spo2)
    let cuff = cuffRules(root)
    let sound = SoundRules(
      continuous: continuous.filter(\.isSound).map(\.rule),
      cuff: cuff.filter(\.isSound).map(\.rule))
    sound.check(root)
    return TreatmentProtocol(
      name: name, continuous: continuous.map(\.rule), cuff: cuff.map(\.rule),
      onOxygen: oxygenLimits(spo2.requiredTable("on_oxygen"), sound.continuous),
      freshFor: freshFor, cannotTell: LimitsReader.cannotTell(root),
      cuffPlan: PlanReader.cuff(root.requiredTable("cuff")),
      infusion: infusionPlan(root, clock: clock),
      recovery: PlanReader.recovery(root.requiredTable("recovery")),
      preStart: LimitsReader.preStart(root.requiredTable("pre_start")),
      readiness: LimitsReader.readiness(root.requiredTable("ready_to_leave")),
      bounds: BoundReader(rules: sound, root: root).read(root.tables("bound")))
  }

  private static func continuousRules(
    _ root: TableReader, _ spo2: TableReader
  ) -> [(rule: ContinuousRule, isSound: Bool)] {
    let hr = root.group("hr")
    return [
      ContinuousRuleReader(condition: .hrHigh, vital: .hr, side: .above)
        .read(hr.requiredTable("high")),
      ContinuousRuleReader(condition: .hrLow, vital: .hr, side: .below)
        .read(hr.requiredTable("low")),
      ContinuousRuleReader(condition: .spo2Low, vital: .spo2, side: .below)
        .read(spo2.requiredTable("low")),
    ]
  }

  private static func cuffRules(_ root: TableReader) -> [(rule: CuffRule, isSound: Bool)] {
    let bp = root.group("bp")
    return [
      CuffRuleReader(condition: .bpHigh, side: .above).read(bp.requiredTable("high")),
      CuffRuleReader(condition: .bpLow, side: .below).read(bp.requiredTable("low")),
    ]
  }

  /// Oxygen holds the number up while breathing slows, so its limits may only be higher.
  private static func oxygenLimits(
    _ table: TableReader, _ continuous: [ContinuousRule]
  ) -> OxygenLimits {
    let limits = OxygenLimits(
      medium: table.required("medium", .plausible(.spo2)),
      high: table.required("high", .plausible(.spo2)))
    let levels = continuous.first { $0.condition == .spo2Low }?.levels ?? []
    for (key, priority, limit) in [
      ("medium", Priority.medium, limits.medium), ("high", .high, limits.high),
    ] {
      let usual = levels.first { $0.priority == priority }?.term.limit(baseline: nil)
      if let usual {
        table.check(
          limit >= usual, key,
          what: "“\(key)” on oxygen is lower than without, \(DecimalText.text(usual))",
          remedy: "make it at least as high")
      }
    }
    table.check(
      limits.high <= limits.medium, "high", "medium", what: "“high” is milder than “medium”",
      remedy: "make it the lower one")
    return limits
  }

  /// Without an infusion clock there is no plan; one that was inherited does not count.
  private static func infusionPlan(_ root: TableReader, clock: Clock) -> InfusionPlan? {
    switch clock {
    case .infusion: return PlanReader.infusion(root.requiredTable("infusion"))
    case .firstDose:
      let plan = root.raw("infusion")
      if let plan, plan.place.file == root.place(of: "clock").file {
        root.fault(
          "infusion", what: "[infusion] plans what a clock from the first dose does not have",
          remedy: "remove the table, or write clock = \"infusion\"")
      }
      return nil
    }
  }
}
