import InfusionCore
import NightKit
import Settings
import Testing
import Vitals

/// A small script in time around the station: what reaches it second by second, and what it tells.
///
/// Times are seconds from the script's start, which is 1970-01-01T00:00:00Z on the wall. Nothing is
/// settled by asking: `told` runs a copy to the present moment.
struct Scenario {
  /// The station after everything that was sent.
  private(set) var core = StationCore()
  /// Everything that was sent, for a second run.
  private(set) var sent: [Sent] = []
  /// Where the script stands.
  private(set) var now = Moment(milliseconds: 0)
  private var events: [Event] = []

  typealias Sent = SentInput

  /// The protocols that the program brings along, read once.
  private static let shipped = Result {
    try ProtocolLibrary.shippedNames.map { try ProtocolLibrary.shipped($0) }
  }

  /// A protocol that the program brings along.
  static func treatment(_ name: String = "ketamine-40") throws -> TreatmentProtocol {
    try #require(try shipped.get().first { $0.name == name })
  }

  /// A station with these beds; one bed `1` with one monitor if none are given.
  init(beds: [BedSetup] = [.sample("1")], protocol name: String = "ketamine-40") throws {
    try self.init(
      StationSetup(beds: beds, protocols: try Self.shipped.get(), defaultProtocol: name))
  }

  /// A station with these beds, and one protocol that a test has changed.
  init(
    beds: [BedSetup] = [.sample("1")], rules: TreatmentProtocol
  ) throws {
    try self.init(StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name))
  }

  private init(_ setup: StationSetup) throws {
    send(.setUp(setup))
  }

  /// A bed with a patient admitted at 0 s.
  static func admitted(
    _ admit: String = "admit", beds: [BedSetup] = [.sample("1")],
    protocol name: String = "ketamine-40"
  ) throws -> Scenario {
    var scenario = try Scenario(beds: beds, protocol: name)
    try scenario.act(admit, bed: beds.first?.bed ?? "1")
    return scenario
  }

  /// A patient admitted at 0 s, measured, started at 100 s, by a check that nothing blocks.
  static func infusing(
    _ admit: String = "admit", beds: [BedSetup] = [.sample("1")]
  ) throws -> Scenario {
    let bed = beds.first?.bed ?? "1"
    var scenario = try Scenario.admitted(admit, beds: beds)
    try scenario.vitals("hr=72 spo2=98", for: 30, bed: bed)
    try scenario.read("bp=124/78/93", bed: bed)
    try scenario.vitals("hr=72 spo2=98", for: 65, bed: bed)
    try scenario.read("bp=122/76/91", bed: bed)
    try scenario.vitals("hr=72 spo2=98", for: 5, bed: bed)
    try scenario.act("start", bed: bed)
    return scenario
  }

  // What is sent

  /// Sends one input at the present moment.
  @discardableResult
  mutating func send(_ input: Input) -> [Action] {
    sent.append(Sent(input: input, at: now))
    let actions = core.receive(input, at: now)
    events += actions.compactMap { if case .announce(let event) = $0 { event } else { nil } }
    return actions
  }

  /// Lets time pass; the next input then finds everything done that was due before it.
  mutating func advance(by seconds: Double) { now = now + .of(seconds) }

  /// Lets time pass until a moment of the script.
  mutating func advance(to seconds: Double) {
    now = max(now, Moment(milliseconds: 0) + .of(seconds))
  }

  /// Runs what is due up to now, as the station's own clock does.
  @discardableResult
  mutating func tick() -> [Action] { send(.time) }

  /// Readings that come together now: `hr=72 spo2=!sensor-off bp=124/78/93`.
  mutating func read(_ text: String, bed: String = "1", monitor: String? = nil) throws {
    send(.readings(bed: bed, try VitalsText.readings(text), monitor: monitor))
  }

  /// The same readings at the present moment and then each interval, for so many seconds; the
  /// script then stands at their end, where no reading has come yet.
  mutating func vitals(
    _ text: String, for seconds: Double, every interval: Double = 1, bed: String = "1",
    monitor: String? = nil
  ) throws {
    let end = now + .of(seconds)
    while now < end {
      try read(text, bed: bed, monitor: monitor)
      advance(by: interval)
    }
    now = end
  }

  /// A nurse's verb, or a machine event, as a recording writes it; it has to be accepted.
  @discardableResult
  mutating func act(
    _ text: String, bed: String = "1", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Fact] {
    switch try answer(to: text, bed: bed) {
    case .accepted(let facts): return facts
    case .refused(let refusal):
      Issue.record("“\(text)” was refused: \(refusal.what)", sourceLocation: sourceLocation)
      return []
    }
  }

  /// A nurse's verb that has to be refused: its reason and what is wrong.
  mutating func refusal(
    of text: String, bed: String = "1", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    switch try answer(to: text, bed: bed) {
    case .refused(let refusal): return "\(refusal.reason.rawValue): \(refusal.what)"
    case .accepted:
      Issue.record("“\(text)” was not refused", sourceLocation: sourceLocation)
      return "accepted"
    }
  }

  private mutating func answer(to text: String, bed: String) throws -> Reply {
    switch try RecordedAct(parsing: text) {
    case .machine(let event):
      send(.machine(bed: bed, event))
      return .accepted([])
    case .circumstance:
      Issue.record("“\(text)” is nothing that befalls a bed")
      return .accepted([])
    case .verb(let verb, let by):
      let actions = send(.act(bed: bed, verb, by: by))
      let replies = actions.compactMap { if case .reply(let reply) = $0 { reply } else { nil } }
      return try #require(replies.first)
    }
  }

  // What comes out

  /// The station with everything done that is due by now.
  var settled: StationCore {
    var copy = core
    _ = copy.receive(.time, at: now)
    return copy
  }

  /// Every event up to now.
  var allEvents: [Event] {
    var copy = core
    let due = copy.receive(.time, at: now).compactMap {
      if case .announce(let event) = $0 { event } else { nil }
    }
    return events + due
  }

  /// The bed as it is now.
  func bed(_ name: String = "1") throws -> Bed {
    try #require(settled.beds.first { $0.name == name })
  }
}

extension Span {
  /// Seconds, to the millisecond.
  static func of(_ seconds: Double) -> Span {
    .milliseconds(Int64((seconds * 1000).rounded()))
  }
}

extension BedSetup {
  /// A bed with one monitor of all vitals that has a heartbeat, on a link of its own.
  static func sample(_ bed: String, judging: Judging = .sessions) -> BedSetup {
    BedSetup(bed: bed, monitors: [.sample("monitor-\(bed)")], judging: judging)
  }
}

extension MonitorSetup {
  /// A monitor that reads each second; without other words all vitals.
  static func sample(
    _ name: String, vitals: [VitalSign] = VitalSign.allCases, every: Span = .seconds(1),
    link: String? = nil, hasHeartbeat: Bool = true
  ) -> MonitorSetup {
    MonitorSetup(
      name: name, vitals: vitals, every: every, link: link ?? "link of \(name)",
      hasHeartbeat: hasHeartbeat)
  }
}
