import InfusionCore
import Testing
import Vitals

extension BedSetup {
  /// A bed whose monitor reads HR and SpO2 once a minute, so that a visit of hours stays short.
  static func eachMinute(_ bed: String = "1") -> BedSetup {
    BedSetup(bed: bed, monitors: [.sample("monitor-\(bed)", every: .minutes(1))])
  }

  /// A bed without any monitor.
  static func byHand(_ bed: String = "1") -> BedSetup { BedSetup(bed: bed, monitors: []) }
}

/// A whole visit in minutes: admitted at 0, measured at 0 and 5, started at 10, stopped at 50,
/// ready at 110, a cuff result every 10 minutes, and an escort named.
extension Scenario {
  static let entries = "entry moaas=5 oriented=yes gait=steady"

  static func preparing(
    _ admit: String = "admit escort=Ann", beds: [BedSetup] = [.eachMinute()],
    protocol name: String = "ketamine-40", vitals: String = "hr=72 spo2=98"
  ) throws -> Scenario {
    var scenario = try Scenario.admitted(admit, beds: beds, protocol: name)
    try scenario.well(until: 10, vitals: vitals, cuffEvery: 5)
    return scenario
  }

  static func started(
    _ admit: String = "admit escort=Ann", by start: String = "start",
    beds: [BedSetup] = [.eachMinute()], protocol name: String = "ketamine-40"
  ) throws -> Scenario {
    var scenario = try Scenario.preparing(admit, beds: beds, protocol: name)
    try scenario.act(start)
    return scenario
  }

  static func recovering(
    _ admit: String = "admit escort=Ann", beds: [BedSetup] = [.eachMinute()]
  ) throws -> Scenario {
    var scenario = try Scenario.started(admit, beds: beds)
    try scenario.well(until: 50)
    try scenario.act("stop")
    return scenario
  }

  /// Ready since minute 110; the script stands a minute later.
  static func ready(
    _ admit: String = "admit escort=Ann", beds: [BedSetup] = [.eachMinute()]
  ) throws -> Scenario {
    var scenario = try Scenario.recovering(admit, beds: beds)
    try scenario.well(until: 100)
    try scenario.act(entries)
    try scenario.well(until: 111)
    return scenario
  }

  /// HR and SpO2 each minute and a cuff result every so many, until a minute of the script.
  mutating func well(
    until end: Double, vitals: String = "hr=72 spo2=98", cuffEvery: Int = 10,
    bp: String? = "124/78/93", bed: String = "1"
  ) throws {
    while minute < end {
      let whole = Int(minute.rounded(.down))
      if Double(whole) == minute {
        try read(vitals, bed: bed)
        if let bp, whole % cuffEvery == 0 { try read("bp=\(bp)", bed: bed) }
      }
      advance(to: min(Double(whole + 1), end) * 60)
    }
  }

  /// Where the script stands, in minutes.
  var minute: Double { Double(now.milliseconds) / 60_000 }

  mutating func advance(toMinute minute: Double) { advance(to: minute * 60) }

  /// What the patient's leaving still lacks now.
  func missing() throws -> [String] {
    try #require(try bed().readiness(at: now)).missing
  }

  /// The phase now; nil without a session.
  func phase(_ name: String = "1") throws -> Phase? { try bed(name).watch.session?.phase }

  /// What the station would answer to a verb now, and how it would stand then.
  func asked(_ text: String, bed: String = "1") throws -> (reply: Reply, after: StationCore) {
    var copy = settled
    guard case .verb(let verb, let by) = try RecordedAct(parsing: text) else {
      throw VerbError("“\(text)” is no verb", remedy: "")
    }
    let actions = copy.receive(.act(bed: bed, verb, by: by), at: now)
    let replies = actions.compactMap { if case .reply(let reply) = $0 { reply } else { nil } }
    return (try #require(replies.first), copy)
  }

  /// The reason for which a verb would be refused now; nil: it would be accepted.
  func refusalReason(_ text: String, bed: String = "1") throws -> Refusal.Reason? {
    switch try asked(text, bed: bed).reply {
    case .accepted: nil
    case .refused(let refusal): refusal.reason
    }
  }
}
