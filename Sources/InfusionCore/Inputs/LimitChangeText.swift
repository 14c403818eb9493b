import Vitals

extension Verb.LimitChange {
  /// Reads `limit spo2.low below=85 priority=medium reason="…"`.
  init(_ arguments: inout VerbArguments) throws(VerbError) {
    let condition = try Self.condition(&arguments)
    let vital = try Self.vital(of: condition, &arguments)
    self.init(
      condition: condition, priority: try arguments.choice("priority"), vital: vital,
      limit: try Self.limit(of: condition, vital, &arguments),
      reason: try arguments.requiredText("reason"))
  }

  private static func condition(
    _ arguments: inout VerbArguments
  ) throws(VerbError) -> Condition {
    let named: Condition? = try arguments.choice("condition")
    let subject = arguments.takeSubject()
    guard named == nil || subject == nil else {
      throw VerbError("the condition is named twice", remedy: "write it once: limit spo2.low …")
    }
    let condition = named ?? subject.flatMap { Condition(rawValue: $0) }
    if let condition, condition.limitSide != nil { return condition }
    let movable = Condition.allCases.filter { $0.limitSide != nil }.map(\.rawValue)
    let what = (subject ?? named?.rawValue).map { "“\($0)” has no limit" }
    throw VerbError(
      what ?? "limit names no condition",
      remedy: "write one of \(movable.joined(separator: ", "))")
  }

  private static func vital(
    of condition: Condition, _ arguments: inout VerbArguments
  ) throws(VerbError) -> VitalSign {
    let vitals = condition.limitVitals
    let named: VitalSign? = try arguments.choice("vital")
    if let vital = named ?? (vitals.count == 1 ? vitals.first : nil), vitals.contains(vital) {
      return vital
    }
    let words = vitals.map { "vital=\($0.rawValue)" }.joined(separator: " or ")
    throw VerbError(
      named.map { "\(condition.rawValue) does not judge \($0.rawValue)" }
        ?? "\(condition.rawValue) judges more than one vital sign", remedy: "write \(words)")
  }

  private static func limit(
    of condition: Condition, _ vital: VitalSign, _ arguments: inout VerbArguments
  ) throws(VerbError) -> Double? {
    let side = condition.limitSide?.rawValue ?? ""
    var given: [(key: String, text: String)] = []
    for key in ["above", "below", "limit"] {
      if let text = try arguments.text(key) { given.append((key, text)) }
    }
    guard let only = given.first, given.count == 1, only.key == "limit" || only.key == side else {
      throw VerbError(
        "\(condition.rawValue) needs one limit to be \(side)",
        remedy: "write \(side)=NUMBER, or limit=protocol for the protocol's own")
    }
    if only.key == "limit", only.text == "protocol" { return nil }
    return try VerbArguments.number(only.text, of: only.key, in: vital.plausibleRange)
  }

  var writer: VerbWriter {
    var writer = VerbWriter(.limit, subject: condition.rawValue)
    if condition.limitVitals.count > 1 { writer.add("vital", vital.rawValue) }
    writer.add("priority", priority?.rawValue)
    if let limit {
      writer.add(condition.limitSide?.rawValue ?? "limit", limit)
    } else {
      writer.add("limit", "protocol")
    }
    writer.add("reason", reason)
    return writer
  }
}

extension Condition {
  /// On which side of its limit the condition violates; nil where there is no limit to move.
  fileprivate var limitSide: LimitTerm.Side? {
    switch self {
    case .hrHigh, .bpHigh: .above
    case .hrLow, .spo2Low, .bpLow: .below
    case .pulseLost, .signalLost, .airway, .away, .call, .emergency, .noSession, .sedated,
      .symptom, .entryDue, .gatewayLost, .infusionComplete, .infusionEnding, .infusionHeld,
      .infusionOverrun, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed,
      .nibpOverdue, .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten, .stationClock,
      .stationLedger, .stationOverloaded, .stationRestarted, .stationUnwatched:
      nil
    }
  }

  /// The vital signs whose limits the condition has.
  fileprivate var limitVitals: [VitalSign] {
    if self == .spo2Low { return [.spo2] }
    return self == .hrHigh || self == .hrLow ? [.hr] : VitalSign.cuff
  }
}
