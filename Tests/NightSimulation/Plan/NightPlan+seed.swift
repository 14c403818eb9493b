import InfusionCore
import Settings
import SimulatedMonitors
import Vitals

extension NightPlan {
  /// How long nights are.
  public enum Length: Sendable {
    /// From ten minutes to four hours.
    case whole
    /// Some minutes, for tests that are not optimised.
    case short
  }

  /// The night of a seed.
  public init(seed: UInt64, length: Length = .whole) throws {
    var chance = Chance(seed: seed)
    self.seed = seed
    protocols = try Self.protocols(&chance)
    hasDisplays = chance.chance(60)
    let minutes: Int64
    switch length {
    case .whole:
      let spans: [ClosedRange<Int64>] = [10...30, 10...30, 20...60, 60...120, 90...240]
      minutes = chance.number(chance.pick(spans))
    case .short: minutes = chance.number(4...9)
    }
    self.length = .minutes(minutes)
    let most: Int64 = length == .short || minutes > 60 ? 3 : 6
    let count = chance.number(1...most)
    // A long night is not also one of many readings.
    let isSparse = minutes > 60
    beds = (1...count).map { Self.bed("\($0)", isSparse: isSparse, &chance) }
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

  private static func bed(
    _ name: String, isSparse: Bool, _ chance: inout Chance
  ) -> BedPlan {
    let seed = chance.next()
    let every: Int64 = chance.pick(isSparse ? [2, 5, 5, 10, 10, 30] : [1, 1, 1, 2, 2, 5, 10])
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
    let cuffEvery: Int64 = chance.pick([0, 2, 4, 5, 8, 10])
    let scenario = chance.pick(SimulatedPatient.Scenario.allCases)
    return BedPlan(
      setup: setup,
      patient: SimulatedPatient(scenario, seed: seed, onset: .seconds(chance.number(20...1500))),
      onset: .seconds(chance.number(0...900)),
      cuffEvery: .minutes(cuffEvery), seed: seed)
  }
}
