import InfusionCore
import Records
import Settings
import Testing
import Vitals

/// A random night of a whole station as the daemon lives it, turn by turn: two to four beds, some
/// behind one gateway, monitors that fail and move, patients that come and go, reloads, a clock
/// that is stepped.
///
/// The same seed gives the same night on every machine.
struct StationNight {
  /// What reached the station, in order.
  private(set) var inputs: [TakenInput] = []
  /// What it told.
  private(set) var events: [Event] = []
  /// The station before each turn, and how many inputs it had by then.
  private(set) var before: [(inputs: Int, core: StationCore)] = []
  /// Where the night stands.
  private(set) var now = Moment(milliseconds: 7_654_321)
  private(set) var core = StationCore()

  private var random: SeededGenerator
  private var setup: StationSetup
  private var wall = WallClock(
    offset: .milliseconds(1_772_300_000_123), utcOffset: .seconds(3600))

  /// The sessions that were admitted, in their order.
  var sessions: [String] {
    events.filter { $0.name == .sessionAdmitted }.compactMap(\.session)
  }

  /// A night of so many scenes.
  init(seed: UInt64, scenes: Int = 140) throws {
    random = SeededGenerator(seed: seed)
    setup = try Self.setup(&random)
    turn([
      .station(.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: nil)),
      .setUp(setup),
    ])
    for _ in 0..<scenes { try addScene() }
  }

  private static func setup(_ random: inout SeededGenerator) throws -> StationSetup {
    let count = random.choose([2, 2, 3, 4])
    let beds = (1...count).map { bed("\($0)", &random) }
    var own = try ProtocolLibrary.shipped("ketamine-40")
    var ward = try ProtocolLibrary.shipped("ketamine-60")
    own.cannotTell.linkLostMedium = .seconds(random.choose([5, 10, 20]))
    own.freshFor = .seconds(random.choose([3, 5, 8]))
    ward.name = "ward, 7"
    ward.cannotTell.linkLostMedium = .seconds(random.choose([5, 15]))
    ward.cannotTell.signalLostMedium = .seconds(45)
    return StationSetup(
      beds: beds, protocols: [own, ward, try ProtocolLibrary.shipped("esketamine")],
      defaultProtocol: random.choose([own.name, ward.name]))
  }

  private static func bed(_ name: String, _ random: inout SeededGenerator) -> BedSetup {
    let link = random.chance(55) ? "gateway one" : "link \(name)"
    var monitors = [
      MonitorSetup(
        name: "a\(name)", vitals: VitalSign.allCases,
        every: .seconds(random.choose([1, 1, 1, 2, 10, 60])), link: link,
        hasHeartbeat: random.chance(50))
    ]
    if random.chance(30) {
      monitors[0].vitals = VitalSign.continuous
      monitors.append(
        MonitorSetup(
          name: "b\(name)", vitals: VitalSign.cuff, every: .seconds(1),
          link: random.chance(50) ? link : "gateway two", hasHeartbeat: random.chance(50)))
    }
    if random.chance(8) { monitors = [] }
    return BedSetup(bed: name, monitors: monitors, probeArm: random.choose([.same, .other]))
  }

  // Turns

  /// One turn of the station: all inputs at one moment, then that moment is settled.
  private mutating func turn(_ taken: [Input]) {
    before.append((inputs.count, core))
    inputs += taken.map { TakenInput($0, at: now) }
    for input in taken + [.time] {
      for case .announce(let event) in core.receive(input, at: now) { events.append(event) }
    }
  }

  private mutating func wait() {
    let steps: [Int64] = [1, 250, 500, 1000, 1000, 5000, 10_000, 30_000, 60_000, 180_000]
    now = now + .milliseconds(random.choose(steps))
    if random.chance(3) { now = now + .minutes(Int64(random.next() % 40)) }
  }

  /// A stretch of readings, or things that happen in one turn.
  private mutating func addScene() throws {
    wait()
    if random.chance(45) { return try addStretch() }
    if random.chance(10) { turn([]) }
    now = now + .milliseconds(1)
    var inputs: [Input] = []
    repeat { inputs += try happening() } while random.chance(25)
    turn(inputs)
  }

  private mutating func addStretch() throws {
    let beds = core.beds.filter { _ in random.chance(60) }
    let vitals = beds.map { _ in
      "\(random.choose(Self.heartRates)) \(random.choose(Self.saturations))"
    }
    let every = Vitals.Span.seconds(random.choose([1, 1, 1, 4]))
    for _ in 0..<(1 + random.next() % 20) {
      var inputs: [Input] = []
      for (bed, text) in zip(beds, vitals) {
        inputs.append(readings(bed, try Self.readings(text)))
      }
      if random.chance(4) { inputs += try happening() }
      turn(inputs)
      now = now + every
    }
  }

  private mutating func readings(_ bed: Bed, _ readings: [Reading]) -> Input {
    let names = bed.setup.monitors.map(\.name)
    let isCuff = readings.first?.vital.isCuff ?? false
    let usual = isCuff ? names.last : names.first
    let monitor = random.chance(85) ? usual : random.choose(names + [nil])
    return .readings(bed: bed.name, readings, monitor: monitor)
  }

  private mutating func happening() throws -> [Input] {
    let bed = random.choose(core.beds)
    switch random.next() % 100 {
    case 0..<22: return [cuff(bed)]
    case 22..<66: return [try act(verb(on: bed), on: bed.name)]
    case 66..<86: return try machine(on: bed)
    case 86..<94: return [station()]
    default:
      reload()
      return [.setUp(setup)]
    }
  }

  private mutating func cuff(_ bed: Bed) -> Input {
    let measuredAt = random.chance(40) ? now - .seconds(Int64(random.next() % 90)) : nil
    let parts = zip(VitalSign.cuff, Self.pressures).compactMap { vital, values -> Reading? in
      guard random.chance(75) else { return nil }
      let content: Reading.Content =
        random.chance(95)
        ? .value(random.choose(values)) : .absent(random.choose([.failed, .measuring, .invalid]))
      return Reading(vital, content, measuredAt: measuredAt)
    }
    return readings(bed, parts)
  }

  private mutating func machine(on bed: Bed) throws -> [Input] {
    let word = random.choose(Self.machineEvents)
    let isOfLink = word.hasPrefix("link.")
    // What befalls a gateway befalls every bed behind it.
    let befallen = core.beds.filter { $0.name == bed.name || (isOfLink && random.chance(70)) }
    return try befallen.map { bed in
      let names = bed.setup.monitors.map(\.name)
      let monitor = names.isEmpty || random.chance(30) ? "" : " monitor=\(random.choose(names))"
      let isOfMonitor = !["cuff.failed", "cuff.inflating", "call"].contains(word)
      return try act(word + (isOfMonitor ? monitor : ""), on: bed.name)
    }
  }

  private mutating func station() -> Input {
    switch random.next() % 6 {
    case 0: return .station(.ledger(failing: random.chance(50), reason: nil))
    case 1, 2:
      let step = Vitals.Span.milliseconds(random.choose([-3_600_000, -1, 1, 5000, 61_500]))
      wall.offset = wall.offset + step
      if random.chance(30) { wall.utcOffset = .seconds(random.choose([0, 3600, -7200, 19_800])) }
      return .station(
        .clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: step))
    case 3: return .station(.overloaded(random.chance(50)))
    case 4: return .station(random.chance(50) ? .watched : .unwatched(since: now - .seconds(7)))
    default: return .station(.blind(from: now - .milliseconds(40_321), to: now))
    }
  }

  /// Another configuration: a monitor comes, goes, or is configured anew; other figures.
  private mutating func reload() {
    let index = Int(random.next() % UInt64(setup.beds.count))
    setup.beds[index] = Self.bed(setup.beds[index].bed, &random)
    if random.chance(20) { setup.protocols[0].cannotTell.linkLostMedium = .seconds(7) }
    if random.chance(20) { setup.defaultProtocol = random.choose(setup.protocols).name }
    if random.chance(10), setup.beds.count > 2 { setup.beds.removeLast() }
    if random.chance(10), setup.beds.count < 5 {
      setup.beds.append(Self.bed("n\(random.next() % 3)", &random))
    }
    var names: [String] = []
    setup.beds.removeAll { bed in
      defer { names.append(bed.bed) }
      return names.contains(bed.bed)
    }
  }

  private func act(_ text: String, on bed: String) throws -> Input {
    switch try RecordedAct(parsing: text) {
    case .verb(let verb, let by): .act(bed: bed, verb, by: by)
    case .machine(let event): .machine(bed: bed, event)
    case .circumstance: .time
    }
  }

  /// Mostly a verb that fits what the bed is like, else any.
  private mutating func verb(on bed: Bed) -> String {
    let present = bed.watch.alerts.filter { $0.occurrence != nil }
    let names =
      present.map(\.condition.rawValue) + present.compactMap { $0.occurrence?.id }
      + events.compactMap { $0.session == nil ? $0.alert?.id : nil }.suffix(1)
    switch random.next() % 100 {
    case 0..<20 where !names.isEmpty: return "ack '\(random.choose(names))' by=anna"
    case 20..<24 where !names.isEmpty: return "going '\(random.choose(names))'"
    case 24..<58: return random.choose(Self.fitting(bed.watch.session?.phase))
    case 58..<66: return "move to=\(random.choose(core.beds).name) by=ben"
    case 66..<72:
      let monitors = core.beds.flatMap { $0.setup.monitors.map(\.name) }
      return "rebind monitor=\(random.choose(monitors + ["none"]))"
    default: return backDated(random.choose(Self.verbs))
    }
  }

  /// Some entries are told late, on the clinic's clock.
  private mutating func backDated(_ verb: String) -> String {
    guard verb.hasPrefix("entry"), random.chance(40) else { return verb }
    let told = wall.local(now - .minutes(Int64(random.next() % 70)))
    return "\(verb) at=\(told.timeOfDay.prefix(5))"
  }
}
