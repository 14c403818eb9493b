public import InfusionCore
import Settings
import Vitals

/// A random night on one to three beds: readings near the limits, verbs, machine events, time.
///
/// The same seed gives the same night on every machine.
public struct RandomNight {
  public let seed: UInt64
  public let setup: StationSetup
  /// In order; several may share a moment.
  public private(set) var inputs: [SentInput] = []
  private var random: SplitMix64
  /// What the inputs so far have come to, so that verbs mostly fit.
  private var core = StationCore()
  private var now = Moment(milliseconds: 0)
  private let kind: Kind

  /// What a night is like.
  public enum Kind: Sendable {
    /// Patients come and go.
    case busy
    /// Each patient is admitted at the beginning, and stays.
    case steady
    /// As steady, with readings that go up and down within seconds.
    case hectic
  }

  /// A night of so many scenes.
  public init(seed: UInt64, scenes: Int, kind: Kind = .busy) throws {
    self.seed = seed
    self.kind = kind
    var random = SplitMix64(seed: seed)
    let count = 1 + Int(random.next() % 3)
    let beds = (1...count).map { RandomNight.bed("\($0)", &random) }
    self.random = random
    setup = StationSetup(
      beds: beds,
      protocols: [
        try ProtocolLibrary.shipped("ketamine-40"), try ProtocolLibrary.shipped("esketamine"),
      ],
      defaultProtocol: "ketamine-40")
    send(.setUp(setup))
    send(.station(.clock(offset: .zero, utcOffset: .zero, stepped: nil)))
    for bed in beds where kind != .busy || self.random.chance(60) {
      try act("admit", on: bed.bed)
    }
    for _ in 0..<scenes { try addScene() }
  }

  private static func bed(_ name: String, _ random: inout SplitMix64) -> BedSetup {
    let every: Span = .seconds(random.pick([1, 1, 1, 2, 10, 60]))
    let link = random.chance(40) ? "gateway" : "link \(name)"
    var monitors = [
      MonitorSetup(
        name: "a\(name)", vitals: VitalSign.allCases, every: every, link: link,
        hasHeartbeat: random.chance(50))
    ]
    if random.chance(25) {
      monitors[0].vitals = VitalSign.continuous
      monitors.append(
        MonitorSetup(
          name: "b\(name)", vitals: VitalSign.cuff, every: .seconds(1),
          link: "link of b\(name)", hasHeartbeat: true))
    }
    return BedSetup(
      bed: name, monitors: monitors, judging: random.chance(15) ? .bareVitals : .sessions,
      probeArm: random.pick([.same, .other]))
  }

  private mutating func send(_ input: Input) {
    inputs.append(SentInput(input: input, at: now))
    _ = core.receive(input, at: now)
  }

  private mutating func act(_ text: String, on bed: String) throws {
    switch try RecordedAct(parsing: text) {
    case .verb(let verb, let by): send(.act(bed: bed, verb, by: by))
    case .machine(let event): send(.machine(bed: bed, event))
    case .circumstance: throw VerbError("“\(text)” is nothing that befalls a bed", remedy: "")
    }
  }

  private mutating func wait() {
    guard kind != .hectic else {
      now = now + .milliseconds(Int64(random.next() % 3000))
      return
    }
    let steps: [Int64] = [0, 0, 0, 1, 500, 1000, 1000, 5000, 10_000, 30_000, 60_000, 180_000]
    now = now + .milliseconds(random.pick(steps))
    if random.chance(3) { now = now + .minutes(Int64(random.next() % 40)) }
    if random.chance(20) { now = now + .milliseconds(Int64(random.next() % 1000)) }
  }

  /// A stretch of readings, or one thing that happens.
  private mutating func addScene() throws {
    wait()
    let bed = random.pick(setup.beds)
    switch random.next() % 100 {
    case 0..<40: try addStretch(bed)
    case 40..<52: addCuff(bed)
    case 52..<54 where kind != .hectic: try addCalm(bed)
    case 54..<84: try act(verb(on: bed.bed), on: bed.bed)
    case 84..<93:
      let event = random.pick(Self.machineEvents)
      // What befalls a gateway befalls every bed.
      for other in setup.beds where other.bed == bed.bed || random.chance(20) {
        try act(event, on: other.bed)
      }
    case 93..<96: addStation()
    default: send(.time)
    }
  }

  /// A long quiet time, as most of a night is: good readings, a cuff result now and then.
  private mutating func addCalm(_ bed: BedSetup) throws {
    let every = Swift.max(bed.monitors[0].every, .seconds(5))
    let end = now + .minutes(Int64(5 + random.next() % 20))
    var cuffDue = now
    while now < end {
      let hr = 68 + Double(random.next() % 8)
      var readings = [Reading(.hr, .value(hr)), Reading(.spo2, .value(97))]
      if now >= cuffDue {
        readings += try VitalsText.readings("bp=121/77/92")
        cuffDue = now + .minutes(8)
      }
      send(.readings(bed: bed.bed, readings, monitor: nil))
      now = now + every
    }
    if random.chance(70) { try act("entry moaas=5 oriented=yes gait=steady", on: bed.bed) }
  }

  private mutating func addStretch(_ bed: BedSetup) throws {
    let hr = random.pick(Self.heartRates)
    let spo2 = random.pick(Self.saturations)
    let every = Swift.max(
      bed.monitors[0].every, .milliseconds(random.pick([200, 1000, 1000, 1000, 4000, 5000])))
    for _ in 0..<(1 + random.next() % (kind == .hectic ? 6 : 25)) {
      let readings = try VitalsText.readings("\(hr) \(spo2)")
      send(.readings(bed: bed.bed, readings, monitor: bed.monitors[0].name))
      now = now + every
    }
  }

  private mutating func addCuff(_ bed: BedSetup) {
    var readings: [Reading] = []
    let measuredAt = random.chance(30) ? now - .seconds(Int64(random.next() % 60)) : nil
    for (vital, values) in zip(VitalSign.cuff, Self.pressures) where random.chance(70) {
      let content: Reading.Content =
        random.chance(95)
        ? .value(random.pick(values)) : .absent(random.pick([.failed, .measuring, .invalid]))
      readings.append(Reading(vital, content, measuredAt: measuredAt))
    }
    send(.readings(bed: bed.bed, readings, monitor: bed.monitors.last?.name))
  }

  private mutating func addStation() {
    switch random.next() % 5 {
    case 0: send(.station(.ledger(failing: random.chance(50), reason: nil)))
    case 1:
      let step = Span.seconds(random.pick([-3600, -1, 1, 5]))
      send(.station(.clock(offset: step, utcOffset: .zero, stepped: step)))
    case 2: send(.station(.overloaded(random.chance(50))))
    case 3: send(.station(random.chance(50) ? .watched : .unwatched(since: now - .seconds(7))))
    default: send(.station(.blind(from: now - .seconds(40), to: now)))
    }
  }

  /// Mostly a verb that fits what the bed is like, else any.
  private mutating func verb(on name: String) -> String {
    guard let bed = core.beds.first(where: { $0.name == name }) else { return "emergency" }
    let present = bed.watch.alerts.filter { $0.occurrence != nil }.map(\.condition.rawValue)
    switch random.next() % 100 {
    case 0..<30 where !present.isEmpty: return "ack " + random.pick(present)
    case 30..<33 where !present.isEmpty: return "going " + random.pick(present)
    case 33..<65 where kind == .busy: return random.pick(Self.fitting(bed.watch.session?.phase))
    case 65..<75 where kind == .busy: return random.pick(Self.sessionVerbs)
    default: return random.pick(Self.verbs)
    }
  }
}
