import Vitals

/// The text of a verb while it is put together.
struct VerbWriter {
  private(set) var text: String

  init(_ name: VerbName, subject: String? = nil) { self.init(name.rawValue, subject: subject) }

  init(_ name: MachineEventName) { self.init(name.rawValue, subject: nil) }

  init(_ name: CircumstanceName) { self.init(name.rawValue, subject: nil) }

  private init(_ name: String, subject: String?) {
    text = name
    if let subject { text += " " + VerbText.quoted(subject) }
  }

  mutating func add(_ key: String, _ value: String?) {
    if let value { text += " \(key)=" + VerbText.quoted(value) }
  }

  mutating func add(_ key: String, _ value: Double?) { add(key, value.map(DecimalText.text)) }

  mutating func add(_ key: String, _ value: Int?) { add(key, value.map { "\($0)" }) }

  mutating func add(_ key: String, _ time: ClockTime?) { add(key, time?.text) }

  /// Adds a span under its key if it is a whole number of the key's units, else as `for=`.
  mutating func add(_ key: String, _ span: Vitals.Span?, unit: Vitals.Span) {
    guard let span else { return }
    if span.milliseconds % unit.milliseconds == 0 {
      add(key, "\(span.milliseconds / unit.milliseconds)")
    } else {
      add("for", DurationText.text(span))
    }
  }
}

extension Verb {
  /// The verb without its actor.
  var writer: VerbWriter {
    switch self {
    case .admit(let admission): return admission.writer
    case .baseline(let baseline): return baseline?.writer ?? VerbWriter(.baseline)
    case .start(let start): return start.writer
    case .hold(let reason): return VerbWriter(.hold).with("reason", reason)
    case .resume: return VerbWriter(.resume)
    case .stop(let reason): return VerbWriter(.stop).with("reason", reason)
    case .discharge(let authorisation):
      return VerbWriter(.discharge).with("authorised_by", authorisation?.authorisedBy)
        .with("reason", authorisation?.reason)
    case .cancel(let reason): return VerbWriter(.cancel).with("reason", reason)
    case .transfer(let to, let reason):
      return VerbWriter(.transfer).with("to", to).with("reason", reason)
    case .move(let to): return VerbWriter(.move).with("to", to)
    case .rebind(let monitor): return VerbWriter(.rebind).with("monitor", monitor)
    case .entry(let entry):
      var writer = VerbWriter(.entry)
      entry.write(to: &writer)
      return writer
    case .correct(let id, let entry, let reason):
      var writer = VerbWriter(.correct, subject: id)
      entry.write(to: &writer)
      return writer.with("reason", reason)
    case .limit(let change): return change.writer
    case .acknowledge(let alert): return VerbWriter(.acknowledge, subject: alert.text)
    case .going(let alert): return VerbWriter(.going, subject: alert.text)
    case .audioPause(let span):
      var writer = VerbWriter(.audioPause)
      writer.add("seconds", span, unit: .seconds(1))
      return writer
    case .audioResume: return VerbWriter(.audioResume)
    case .alarmPause(let vital, let span, let reason):
      var writer = VerbWriter(.alarmPause).with("vital", vital?.rawValue)
      writer.add("minutes", span, unit: .minutes(1))
      return writer.with("reason", reason)
    case .alarmResume: return VerbWriter(.alarmResume)
    case .away(let reason): return VerbWriter(.away).with("reason", reason)
    case .back: return VerbWriter(.back)
    case .unhook: return VerbWriter(.unhook)
    case .handover(let from, let to):
      return VerbWriter(.handover).with("from", from).with("to", to)
    case .undo: return VerbWriter(.undo)
    case .emergency: return VerbWriter(.emergency)
    case .startOfDay: return VerbWriter(.startOfDay)
    case .endOfDay: return VerbWriter(.endOfDay)
    }
  }
}

extension MachineEvent {
  var writer: VerbWriter {
    switch self {
    case .linkDown(let monitor, let reason):
      VerbWriter(.linkDown).with("monitor", monitor).with("reason", reason)
    case .linkUp(let monitor): VerbWriter(.linkUp).with("monitor", monitor)
    case .linkGarbled(let monitor): VerbWriter(.linkGarbled).with("monitor", monitor)
    case .linkClear(let monitor): VerbWriter(.linkClear).with("monitor", monitor)
    case .frozen(let monitor): VerbWriter(.frozen).with("monitor", monitor)
    case .moving(let monitor): VerbWriter(.moving).with("monitor", monitor)
    case .identity(let monitor, let found):
      VerbWriter(.identity).with("monitor", monitor).with("found", found)
    case .identityOK(let monitor): VerbWriter(.identityOK).with("monitor", monitor)
    case .cuffFailed(let reason): VerbWriter(.cuffFailed).with("reason", reason)
    case .cuffInflating: VerbWriter(.cuffInflating)
    case .call: VerbWriter(.call)
    }
  }
}

extension VerbWriter {
  fileprivate func with(_ key: String, _ value: String?) -> VerbWriter {
    var writer = self
    writer.add(key, value)
    return writer
  }
}

extension Verb.AlertReference {
  fileprivate var text: String {
    switch self {
    case .condition(let condition): condition.rawValue
    case .id(let id): id
    }
  }
}

extension Verb.Admission {
  fileprivate var writer: VerbWriter {
    let words = flags.map(\.rawValue).joined(separator: ",")
    return VerbWriter(.admit).with("protocol", protocolName)
      .with("flags", flags.isEmpty ? nil : words).with("escort", escort).with("session", session)
  }
}

extension Verb.Baseline {
  fileprivate var writer: VerbWriter {
    let parts = [sbp, dbp] + (map.map { [$0] } ?? [])
    return VerbWriter(.baseline).with(
      "bp", parts.map(DecimalText.text).joined(separator: "/"))
  }
}

extension Verb.Start {
  fileprivate var writer: VerbWriter {
    var writer = VerbWriter(.start)
    writer.add("minutes", minutes)
    writer.add("reason", reason)
    writer.add("authorised_by", authorisedBy)
    writer.add("at", at)
    return writer
  }
}

extension ClockTime {
  /// `09:05`.
  public var text: String {
    (hour < 10 ? "0" : "") + "\(hour)" + (minute < 10 ? ":0" : ":") + "\(minute)"
  }
}
