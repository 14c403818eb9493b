public import Vitals

/// What determines a session's events beside verbs, vitals and the equipment's own events, as a
/// recording writes it.
public enum Circumstance: Hashable, Codable, Sendable {
  /// `clock offset= utc= [stepped=]`: what the clock on the wall shows from now on, against the
  /// recording's own time.
  case clock(WallClock, stepped: Span?)
  /// `blind from= to= [gap=guessed]`: the station saw nothing between these moments of the
  /// recording's time.
  case blind(from: Moment, to: Moment, isGapCertain: Bool = true)
  /// `resumed version=`: other rules judge from now on.
  case resumed(version: String)
  /// `bed [monitor= vitals= every= link= heartbeat=] [probe_arm=]`: what the bed has from now on,
  /// one row for each monitor, one after the other.
  case bed(BedSetup.ProbeArm, MonitorSetup?)
}

/// The word that opens a circumstance.
public enum CircumstanceName: String, CaseIterable, Sendable {
  case clock
  case blind
  case resumed
  case bed
}

extension Circumstance {
  /// Wall clock and recording are at most so far apart: a machine without a battery begins in 1970.
  static let furthestOffset = Span.seconds(200 * 366 * 86_400)
  /// Zones are at most so far from UTC.
  static let furthestZone = Span.seconds(86_400)
  /// The longest nominal interval of a monitor.
  static let longestInterval = Span.seconds(86_400)

  /// Reads a circumstance's arguments.
  init(_ name: CircumstanceName, _ arguments: inout VerbArguments) throws(VerbError) {
    switch name {
    case .clock:
      let offset = try arguments.requiredShift("offset", upTo: Self.furthestOffset)
      let utc = try arguments.requiredShift("utc", upTo: Self.furthestZone)
      self = .clock(
        WallClock(offset: offset, utcOffset: utc),
        stepped: try arguments.shift("stepped", upTo: Self.furthestOffset))
    case .blind:
      let from = try arguments.requiredTime("from")
      let to = try arguments.requiredTime("to")
      guard from <= to else {
        throw VerbError("to= is before from=", remedy: "write the earlier time as from=")
      }
      let isCertain = try arguments.either("gap", "known", or: "guessed") ?? true
      self = .blind(from: from, to: to, isGapCertain: isCertain)
    case .resumed: self = .resumed(version: try arguments.requiredText("version"))
    case .bed:
      self = .bed(try arguments.choice("probe_arm") ?? .other, try MonitorSetup(&arguments))
    }
  }

  var writer: VerbWriter {
    switch self {
    case .clock(let wall, let stepped):
      var writer = VerbWriter(.clock)
      writer.add("offset", DurationText.shift(wall.offset))
      writer.add("utc", DurationText.shift(wall.utcOffset))
      writer.add("stepped", stepped.map(DurationText.shift))
      return writer
    case .blind(let from, let to, let isGapCertain):
      var writer = VerbWriter(.blind)
      writer.add("from", CivilTime(millisecondsSince1970: from.milliseconds).iso8601)
      writer.add("to", CivilTime(millisecondsSince1970: to.milliseconds).iso8601)
      if !isGapCertain { writer.add("gap", "guessed") }
      return writer
    case .resumed(let version):
      var writer = VerbWriter(.resumed)
      writer.add("version", version)
      return writer
    case .bed(let probeArm, let monitor):
      var writer = VerbWriter(.bed)
      monitor?.write(to: &writer)
      if probeArm != .other { writer.add("probe_arm", probeArm.rawValue) }
      return writer
    }
  }
}

extension MonitorSetup {
  /// Reads what a `bed` row says of a monitor; nil: it names none.
  fileprivate init?(_ arguments: inout VerbArguments) throws(VerbError) {
    guard let name = try arguments.name("monitor") else { return nil }
    var vitals: [VitalSign] = []
    let words = try arguments.text("vitals")?.split(
      separator: ",", omittingEmptySubsequences: false)
    for word in words ?? [] {
      let vital: VitalSign = try VerbArguments.choice(String(word), of: "vitals")
      guard !vitals.contains(vital) else {
        throw VerbError("vitals= names \(vital.rawValue) twice", remedy: "write it once")
      }
      vitals.append(vital)
    }
    self.init(
      name: name, vitals: vitals, every: try arguments.interval("every") ?? .seconds(1),
      link: try arguments.text("link") ?? "",
      hasHeartbeat: try arguments.either("heartbeat", "yes", or: "no") ?? false)
  }

  fileprivate func write(to writer: inout VerbWriter) {
    let words = vitals.map(\.rawValue).joined(separator: ",")
    writer.add("monitor", name)
    writer.add("vitals", vitals.isEmpty ? nil : words)
    writer.add("every", DurationText.text(every))
    writer.add("link", link.isEmpty ? nil : link)
    if hasHeartbeat { writer.add("heartbeat", "yes") }
  }
}

extension VerbArguments {
  /// A length of time with its unit, forwards or backwards.
  fileprivate mutating func shift(
    _ key: String, upTo furthest: Span
  ) throws(VerbError) -> Span? {
    guard let text = try text(key) else { return nil }
    if let shift = DurationText.shift(text, upTo: furthest) { return shift }
    throw VerbError(
      "\(key)=\(text) is no length of time", remedy: "write it with its unit, such as \(key)=-90s")
  }

  fileprivate mutating func requiredShift(
    _ key: String, upTo furthest: Span
  ) throws(VerbError) -> Span {
    guard let shift = try shift(key, upTo: furthest) else {
      throw VerbError("\(name) lacks \(key)=", remedy: "add \(key)=0s, or what it is")
    }
    return shift
  }

  fileprivate mutating func interval(_ key: String) throws(VerbError) -> Span? {
    guard let text = try text(key) else { return nil }
    if let span = DurationText.span(text), span <= Circumstance.longestInterval { return span }
    throw VerbError(
      "\(key)=\(text) is no interval", remedy: "write it with its unit, such as \(key)=1s")
  }

  fileprivate mutating func requiredTime(_ key: String) throws(VerbError) -> Moment {
    let text = try requiredText(key)
    if let moment = CivilTime.moment(iso8601: text) { return moment }
    throw VerbError(
      "\(key)=\(text) is no time", remedy: "write it as \(key)=2026-03-01T09:00:00.000Z")
  }
}
