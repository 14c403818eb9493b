import MonitorProtocols
import Vitals

/// What is known of one unit, and what is news of it.
struct UnitWatch: Hashable, Sendable {
  /// A lost reply is no lost link: it is told after this many failures running.
  static let failuresUntilTold = 2

  /// What was told last.
  private enum Standing: Hashable {
    /// Nothing yet. Can become: up, down, garbled.
    case unknown
    /// It answers. Can become: down, garbled.
    case up
    /// It does not answer. Can become: up, garbled.
    case down
    /// It is not understood. Can become: up, down.
    case garbled
  }

  private let map: RegisterMap
  private let vitals: [VitalSign]
  private var standing = Standing.unknown
  private var failures = 0
  private var garbledRunning = 0
  private var unreachableRunning = 0
  private var cuff = CuffWatch()
  private var heartbeat: HeartbeatWatch?
  private var foreign: DecodedBlock.UnexpectedIdentity?

  /// A unit of which nothing is known yet.
  init(_ unit: MonitoredUnit) {
    map = unit.map
    vitals = unit.vitals
    heartbeat = unit.map.heartbeat.map { HeartbeatWatch(frozenAfter: $0.frozenAfter) }
  }

  /// Takes the outcome of one poll and tells what is news, in the order in which it is told.
  mutating func took(_ outcome: PollOutcome, at now: Moment) -> [MonitorReport.News] {
    switch outcome {
    case .registers(let registers): answered(at: now) + told(registers, at: now)
    case .busy: answered(at: now)
    case .refused(let reason), .unreachable(let reason): unreachable(reason)
    case .garbled(let reason): garbled(reason)
    }
  }

  private mutating func answered(at now: Moment) -> [MonitorReport.News] {
    failures = 0
    garbledRunning = 0
    unreachableRunning = 0
    defer { standing = .up }
    switch standing {
    case .up: return []
    case .unknown: return [.linkUp]
    case .down:
      heartbeat?.linkWasLost(at: now)
      return [.linkUp]
    case .garbled:
      heartbeat?.linkWasLost(at: now)
      return [.clear]
    }
  }

  private mutating func unreachable(_ reason: String) -> [MonitorReport.News] {
    failures += 1
    unreachableRunning += 1
    garbledRunning = 0
    switch standing {
    case .unknown, .up:
      guard failures >= Self.failuresUntilTold else { return [] }
      standing = .down
      return [.linkDown(reason: reason)]
    case .garbled:
      guard unreachableRunning >= Self.failuresUntilTold else { return [] }
      standing = .down
      return [.clear, .linkDown(reason: reason)]
    case .down: return []
    }
  }

  private mutating func garbled(_ reason: String) -> [MonitorReport.News] {
    failures += 1
    garbledRunning += 1
    unreachableRunning = 0
    switch standing {
    case .unknown, .up:
      guard failures >= Self.failuresUntilTold else { return [] }
      standing = .garbled
      return [.garbled(reason: reason)]
    case .down:
      guard garbledRunning >= Self.failuresUntilTold else { return [] }
      standing = .garbled
      return [.linkUp, .garbled(reason: reason)]
    case .garbled: return []
    }
  }

  private mutating func told(_ registers: [UInt16], at now: Moment) -> [MonitorReport.News] {
    let block = map.decode(registers: registers)
    var news = identity(block.unexpectedIdentity)
    if let beat = heartbeat?.took(block.heartbeat, at: now) { news.append(beat) }
    let parts = block.readings.filter { vitals.contains($0.vital) }
    var readings = parts.filter { !$0.vital.isCuff }
    switch cuff.saw(parts.filter(\.vital.isCuff), age: block.nibpAge, at: now) {
    case .nothing: break
    case .result(let result): readings += result
    case .absent(let absent): readings += absent
    case .inflating: news.append(.cuffInflating)
    case .failed: news.append(.cuffFailed)
    }
    if !readings.isEmpty { news.append(.readings(readings)) }
    return news
  }

  private mutating func identity(
    _ unexpected: DecodedBlock.UnexpectedIdentity?
  ) -> [MonitorReport.News] {
    guard unexpected != foreign else { return [] }
    foreign = unexpected
    guard let unexpected else { return [.identityOK] }
    return [.identity(found: unexpected.found.map(Self.text) ?? "nothing")]
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }
}
