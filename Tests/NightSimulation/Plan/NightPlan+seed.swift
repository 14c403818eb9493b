import InfusionCore
import Settings
import SimulatedMonitors
import Vitals

extension NightPlan {
  /// What nights are like: many short ones find more than few long ones.
  enum Kind: Sendable {
    /// Minutes, with a session that begins, and everything at once.
    case short
    /// Most of an hour.
    case usual
    /// Hours, with one fault after the other.
    case long
    /// Hours in which little goes wrong: only so a patient gets ready to leave.
    case calm

    /// Of sixteen nights.
    fileprivate static let shares: [Kind] =
      Array(repeating: .short, count: 11) + [.usual, .usual, .usual, .long, .calm]

    fileprivate var minutes: ClosedRange<Int64> {
      switch self {
      case .short: 6...18
      case .usual: 20...50
      case .long: 60...150
      case .calm: 100...170
      }
    }

    fileprivate var beds: ClosedRange<Int64> {
      switch self {
      case .short: 1...3
      case .usual, .long: 1...2
      case .calm: 1...1
      }
    }

    /// From one reading to the next, seconds: a long night is not also one of many readings.
    fileprivate var intervals: [Int64] {
      switch self {
      case .short: [1, 2, 5, 5, 5, 5, 5, 10]
      case .usual: [2, 5, 5, 10]
      case .long, .calm: [5, 10, 10, 30]
      }
    }
  }

  /// The night of a seed.
  public init(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    self.seed = seed
    kind = chance.pick(Kind.shares)
    protocols = try Self.protocols(&chance)
    hasDisplays = chance.chance(60)
    stream = StreamPlan(seed: seed)
    length = .minutes(chance.number(kind.minutes))
    let kind = kind
    beds = (1...chance.number(kind.beds)).map { Self.bed("\($0)", kind, &chance) }
    happenings = []
    var author = NightAuthor(self, chance)
    happenings = author.write()
  }

  /// As they are shipped: the slow model knows them by heart, and no other figures.
  private static func protocols(_ chance: inout Chance) throws -> [TreatmentProtocol] {
    let own = try ProtocolLibrary.shipped("ketamine-40")
    let other = try ProtocolLibrary.shipped("esketamine")
    return chance.chance(20) ? [other, own] : [own, other]
  }

  private static func bed(_ name: String, _ kind: Kind, _ chance: inout Chance) -> BedPlan {
    let seed = chance.next()
    let every = chance.pick(kind.intervals)
    let link = chance.chance(45) ? "gateway" : "link \(name)"
    var monitors = [
      MonitorSetup(
        name: "a\(name)", vitals: VitalSign.allCases, every: .seconds(every), link: link,
        hasHeartbeat: chance.chance(60))
    ]
    if chance.chance(20) {
      monitors[0].vitals = VitalSign.continuous
      monitors.append(
        MonitorSetup(
          name: "b\(name)", vitals: VitalSign.cuff, every: .seconds(every),
          link: chance.chance(50) ? link : "link b\(name)", hasHeartbeat: true))
    }
    if chance.chance(4) { monitors = [] }
    let setup = BedSetup(
      bed: name, monitors: monitors, judging: chance.chance(8) ? .bareVitals : .sessions,
      probeArm: chance.pick([.same, .other, .other]))
    let cuffEvery: Int64 = chance.pick(kind == .calm ? [4, 5, 8, 10] : [0, 2, 4, 5, 8, 10])
    let scenario = kind == .calm ? .usualRise : chance.pick(SimulatedPatient.Scenario.allCases)
    return BedPlan(
      setup: setup,
      patient: SimulatedPatient(scenario, seed: seed, onset: .seconds(chance.number(20...1500))),
      onset: .seconds(chance.number(0...900)),
      cuffEvery: .minutes(cuffEvery), seed: seed)
  }
}
