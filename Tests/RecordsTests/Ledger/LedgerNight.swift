import Foundation
import InfusionCore
import Records
import Settings
import Vitals

/// A station as the ledger sees it: turns in, batches out.
struct NightStation {
  static let rules = "test"
  let setup: StationSetup
  private(set) var core = StationCore()
  private(set) var now = Moment(milliseconds: 1_000)
  var sequence: Int64 = 0
  /// Everything that was told.
  private(set) var events: [NumberedEvent] = []
  var wall = WallClock(offset: .seconds(1_700_000_000), utcOffset: .minutes(60))

  init(beds: Int = 2) throws {
    let protocols = try ["ketamine-40", "esketamine"].map { try ProtocolLibrary.shipped($0) }
    setup = StationSetup(
      beds: (1...beds).map { number in
        BedSetup(
          bed: "\(number)",
          monitors: [
            MonitorSetup(
              name: "bay \(number)", vitals: VitalSign.allCases, every: .seconds(1),
              link: number < 3 ? "gateway" : "link \(number)", hasHeartbeat: true)
          ])
      }, protocols: protocols, defaultProtocol: "ketamine-40")
  }

  /// What the first turn takes.
  var firstInputs: [Input] {
    [
      .station(.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: nil)),
      .setUp(setup),
    ]
  }

  /// Goes on from what a ledger knows.
  mutating func resume(_ recovery: LedgerRecovery) {
    core = recovery.core ?? StationCore()
    sequence = recovery.lastSequence
    now = recovery.lastMoment ?? now
  }

  /// One turn as the station takes it, some time after the last; nil: there is nothing to keep.
  mutating func turn(_ inputs: [Input], after span: Span = .seconds(1)) -> LedgerBatch? {
    now = now + span
    var told: [NumberedEvent] = []
    for input in inputs + [.time] {
      for action in core.receive(input, at: now) {
        guard case .announce(let event) = action else { continue }
        sequence += 1
        told.append(NumberedEvent(sequence: sequence, event: event))
      }
    }
    events += told
    guard !inputs.isEmpty || !told.isEmpty else { return nil }
    let taken = inputs.isEmpty ? [Input.time] : inputs
    return LedgerBatch(
      inputs: taken.map { TakenInput($0, at: now) }, events: told, wall: wall)
  }

  /// One turn that has something to keep.
  mutating func batch(_ inputs: [Input], after span: Span = .seconds(1)) -> LedgerBatch {
    turn(inputs, after: span) ?? LedgerBatch()
  }

  mutating func act(_ text: String, bed: String = "1", after span: Span = .seconds(1)) throws
    -> LedgerBatch
  {
    guard case .verb(let verb, let by) = try RecordedAct(parsing: text) else {
      throw CocoaError(.formatting)
    }
    return batch([.act(bed: bed, verb, by: by)], after: span)
  }

  /// One second's readings of a bed.
  static func readings(
    bed: String, monitor: String? = nil, hr: Double = 72, spo2: Double = 97
  ) -> Input {
    .readings(
      bed: bed, [Reading(.hr, .value(hr)), Reading(.spo2, .value(spo2))],
      monitor: monitor ?? "bay \(bed)")
  }
}

/// Random turns of a night: readings near the limits, verbs, machine events and time alone.
struct LedgerNight {
  private var random: SeededGenerator
  var station: NightStation

  init(seed: UInt64, beds: Int = 3) throws {
    random = SeededGenerator(seed: seed)
    station = try NightStation(beds: beds)
  }

  /// The next turn that has anything to keep.
  mutating func next() throws -> LedgerBatch {
    while true {
      let spans: [Int64] = [1, 250, 1000, 1000, 1000, 1000, 5000, 20_000, 90_000]
      let inputs = try inputs()
      if let batch = station.turn(inputs, after: .milliseconds(pick(spans))) { return batch }
    }
  }

  /// So many turns and more, until one has to be written at once.
  mutating func untilUrgent(after count: Int) throws -> [LedgerBatch] {
    var batches = [station.batch(station.firstInputs)]
    while batches.count < count || batches.last?.events.isEmpty != false {
      batches.append(try next())
    }
    return batches
  }

  private mutating func inputs() throws -> [Input] {
    let bed = pick(station.setup.beds).bed
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<10: return []
    case 10..<60: return station.setup.beds.map { readings($0.bed) }
    case 60..<70: return [cuff(bed), readings(bed)]
    case 70..<90:
      return [readings(bed), try act(pick(Self.verbs), bed), try act(pick(Self.verbs), bed)]
    case 90..<96: return [.machine(bed: bed, pick(Self.machineEvents))]
    default: return [.station(pick(Self.stationEvents))]
    }
  }

  /// What the bed's first monitor says, as readings of the bed that has it now.
  private mutating func readings(_ bed: String) -> Input {
    NightStation.readings(
      bed: owner(bed), monitor: "bay \(bed)", hr: pick([41, 72, 72.25, 119, 0.1 + 0.2, 141]),
      spo2: pick([79, 89, 97, 98]))
  }

  private mutating func cuff(_ bed: String) -> Input {
    let at = random.maybe(station.now - .seconds(7))
    return .readings(
      bed: owner(bed),
      [
        Reading(.sbp, .value(pick([120, 165, 185])), measuredAt: at),
        Reading(.dbp, .value(80), measuredAt: at),
        Reading(.map, Bool.random(using: &random) ? .value(95.5) : .absent(.invalid)),
      ], monitor: "bay \(bed)")
  }

  private func owner(_ bed: String) -> String {
    let beds = station.core.beds
    return beds.first { $0.setup.monitors.contains { $0.name == "bay \(bed)" } }?.name ?? bed
  }

  private func act(_ text: String, _ bed: String) throws -> Input {
    guard case .verb(let verb, let by) = try RecordedAct(parsing: text) else { return .time }
    return .act(bed: bed, verb, by: by)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private static let verbs = [
    "admit escort=Eva by=anna", "admit protocol=esketamine", "baseline bp=120/78",
    "start authorised_by=dr-lee reason=urgent", "hold", "continue", "stop",
    "discharge authorised_by=dr-lee reason=well", "undo", "cancel", "move to=2", "move to=3",
    "rebind monitor='bay 1'", "ack hr.high", "ack spo2.low", "audio-pause", "alarm-pause",
    "away reason=toilet", "back", "entry moaas=5 oriented=yes gait=steady note='a \"b\" é'",
    "entry bp=125/78", "emergency", "limit hr.high above=130 reason=known", "start-of-day",
  ]
  private static let machineEvents: [MachineEvent] = [
    .linkDown(monitor: "bay 1", reason: "no answer"), .linkDown(monitor: "bay 2", reason: nil),
    .linkUp(monitor: "bay 1"), .linkUp(monitor: "bay 2"), .cuffInflating, .cuffFailed(reason: nil),
    .frozen(monitor: "bay 3"), .moving(monitor: "bay 3"), .call,
  ]
  private static let stationEvents: [StationEvent] = [
    .overloaded(true), .overloaded(false), .ledger(failing: true, reason: "the disk is full"),
    .ledger(failing: false, reason: nil), .watched, .unwatched(since: Moment(milliseconds: 0)),
  ]
}
