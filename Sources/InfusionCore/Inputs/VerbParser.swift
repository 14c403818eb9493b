import Vitals

extension Verb {
  /// Reads a verb's own arguments; whoever acts (`by=`) is read by the caller.
  init(_ name: VerbName, _ arguments: inout VerbArguments) throws(VerbError) {
    switch name {
    case .admit: self = .admit(try Admission(&arguments))
    case .baseline: self = .baseline(try Baseline.optional(&arguments))
    case .start: self = .start(try Start(&arguments))
    case .hold: self = .hold(reason: try arguments.text("reason"))
    case .resume: self = .resume
    case .stop: self = .stop(reason: try arguments.text("reason"))
    case .discharge: self = .discharge(try Authorisation.optional(&arguments))
    case .cancel: self = .cancel(reason: try arguments.text("reason"))
    case .transfer:
      self = .transfer(to: try arguments.name("to"), reason: try arguments.text("reason"))
    case .move: self = .move(to: try arguments.requiredName("to"))
    case .rebind: self = .rebind(monitor: try arguments.requiredName("monitor"))
    case .entry: self = .entry(try Entry(&arguments))
    case .correct: self = try .correction(&arguments)
    case .limit: self = .limit(try LimitChange(&arguments))
    case .acknowledge: self = .acknowledge(try AlertReference(&arguments))
    case .going: self = .going(try AlertReference(&arguments))
    case .audioPause:
      self = .audioPause(try arguments.span("seconds", unit: .seconds(1), atMost: .seconds(120)))
    case .audioResume: self = .audioResume
    case .alarmPause:
      self = .alarmPause(
        vital: try arguments.choice("vital"),
        try arguments.span("minutes", unit: .minutes(1), atMost: .minutes(5)),
        reason: try arguments.text("reason"))
    case .alarmResume: self = .alarmResume
    case .away: self = .away(reason: try arguments.requiredText("reason"))
    case .back: self = .back
    case .unhook: self = .unhook
    case .handover:
      self = .handover(
        from: try arguments.requiredName("from"), to: try arguments.requiredName("to"))
    case .undo: self = .undo
    case .emergency: self = .emergency
    case .startOfDay: self = .startOfDay
    case .endOfDay: self = .endOfDay
    }
  }

  private static func correction(_ arguments: inout VerbArguments) throws(VerbError) -> Verb {
    guard let entry = arguments.takeSubject() else {
      throw VerbError(
        "correct names no entry", remedy: "write its id first: correct ID pain=3 reason=…")
    }
    return .correct(
      entry: entry, try Entry(&arguments), reason: try arguments.requiredText("reason"))
  }
}

extension Verb.Admission {
  init(_ arguments: inout VerbArguments) throws(VerbError) {
    self.init(
      protocolName: try arguments.name("protocol"), flags: [],
      escort: try arguments.name("escort"), session: try arguments.name("session"))
    let words = try arguments.text("flags")?.split(
      separator: ",", omittingEmptySubsequences: false)
    for word in words ?? [] {
      let flag: RiskFlag = try VerbArguments.choice(String(word), of: "flags")
      guard !flags.contains(flag) else {
        throw VerbError("flags= names \(flag.rawValue) twice", remedy: "write it once")
      }
      flags.append(flag)
    }
  }
}

extension Verb.Baseline {
  static func optional(_ arguments: inout VerbArguments) throws(VerbError) -> Self? {
    let vitals = try arguments.cuff()
    guard !vitals.isEmpty else { return nil }
    guard let sbp = vitals[.sbp], let dbp = vitals[.dbp] else {
      throw VerbError("a baseline needs both pressures", remedy: "write bp=120/80")
    }
    return Self(sbp: sbp, dbp: dbp, map: vitals[.map])
  }
}

extension Verb.Start {
  init(_ arguments: inout VerbArguments) throws(VerbError) {
    self.init(
      minutes: try arguments.whole("minutes", in: 1...1440),
      reason: try arguments.text("reason"), authorisedBy: try arguments.name("authorised_by"),
      at: try arguments.clockTime("at"))
  }
}

extension Verb.Authorisation {
  static func optional(_ arguments: inout VerbArguments) throws(VerbError) -> Self? {
    switch (try arguments.name("authorised_by"), try arguments.text("reason")) {
    case (nil, nil): return nil
    case (let name?, let reason?): return Self(authorisedBy: name, reason: reason)
    case (nil, _?), (_?, nil):
      throw VerbError(
        "an override needs a name and a reason", remedy: "write authorised_by= and reason=")
    }
  }
}

extension Verb.AlertReference {
  init(_ arguments: inout VerbArguments) throws(VerbError) {
    guard let subject = arguments.takeSubject() else {
      throw VerbError(
        "\(arguments.name) names no alert",
        remedy: "write its condition: \(arguments.name) spo2.low")
    }
    self = Condition(rawValue: subject).map { .condition($0) } ?? .id(subject)
  }
}

extension MachineEvent {
  /// Reads a machine event's arguments.
  init(_ name: MachineEventName, _ arguments: inout VerbArguments) throws(VerbError) {
    switch name {
    case .linkDown:
      self = .linkDown(
        monitor: try arguments.name("monitor"), reason: try arguments.text("reason"))
    case .linkUp: self = .linkUp(monitor: try arguments.name("monitor"))
    case .linkGarbled: self = .linkGarbled(monitor: try arguments.name("monitor"))
    case .linkClear: self = .linkClear(monitor: try arguments.name("monitor"))
    case .frozen: self = .frozen(monitor: try arguments.name("monitor"))
    case .moving: self = .moving(monitor: try arguments.name("monitor"))
    case .identity:
      self = .identity(
        monitor: try arguments.name("monitor"), found: try arguments.requiredName("found"))
    case .identityOK: self = .identityOK(monitor: try arguments.name("monitor"))
    case .cuffFailed: self = .cuffFailed(reason: try arguments.text("reason"))
    case .cuffInflating: self = .cuffInflating
    case .call: self = .call
    }
  }
}
