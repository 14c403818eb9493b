import MonitorProtocols
import Vitals

/// What the blocks of one unit say, and what of it is news.
struct BlockWatch: Hashable, Sendable {
  private let map: RegisterMap
  private let vitals: [VitalSign]
  private var cuff = CuffWatch()
  private var heartbeat: HeartbeatWatch?
  /// Nil: nothing was told yet.
  private var identity: Identity?
  private var isCalling = false

  private enum Identity: Hashable {
    case expected
    case other(Double?)
  }

  /// A unit of which no block was seen yet.
  init(_ unit: MonitoredUnit) {
    map = unit.map
    vitals = unit.vitals
    heartbeat = unit.map.heartbeat.map { HeartbeatWatch(frozenAfter: $0.frozenAfter) }
  }

  /// The link was away: what the unit did meanwhile is not known.
  mutating func linkWasLost(at now: Moment) { heartbeat?.linkWasLost(at: now) }

  /// Takes a whole block and tells what is news, in the order in which it is told. Nothing that
  /// another device says is used.
  mutating func took(_ registers: [UInt16], at now: Moment) -> [MonitorReport.News] {
    let block = map.decode(registers: registers)
    var news = identity(block.unexpectedIdentity)
    guard block.unexpectedIdentity == nil else { return news }
    if let beat = heartbeat?.took(block.heartbeat, at: now) { news.append(beat) }
    if block.isCalling, !isCalling { news.append(.call) }
    isCalling = block.isCalling
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
    guard map.identity != nil else { return [] }
    let seen = unexpected.map { Identity.other($0.found) } ?? .expected
    guard seen != identity else { return [] }
    identity = seen
    switch seen {
    case .expected: return [.identityOK]
    case .other(let found): return [.identity(found: found.map(Self.text) ?? "nothing")]
    }
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }
}
