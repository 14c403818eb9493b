import MonitorProtocols
import Vitals

/// What is known of one unit, and what is news of it.
struct UnitWatch: Hashable, Sendable {
  /// A lost reply is no lost link: it is told after this many failures running.
  static let failuresUntilTold = 2
  /// A monitor that only says that it is busy is as good as lost after this long.
  static let longestBusy = Span.seconds(60)

  /// What was told last.
  private enum Standing: Hashable {
    /// Nothing yet. Can become: up, down, garbled.
    case unknown
    /// It answers. Can become: down, busy, garbled.
    case up
    /// It does not answer. Can become: up, garbled.
    case down
    /// It has said nothing but that it is busy for too long; told as down. Can become: up, garbled.
    case busy
    /// It is not understood. Can become: up, down.
    case garbled
  }

  private var standing = Standing.unknown
  private var failures = 0
  private var garbledRunning = 0
  private var unreachableRunning = 0
  private var busySince: Moment?
  private var block: BlockWatch

  /// A unit of which nothing is known yet.
  init(_ unit: MonitoredUnit) { block = BlockWatch(unit) }

  /// Takes the outcome of one poll and tells what is news, in the order in which it is told.
  mutating func took(_ outcome: PollOutcome, at now: Moment) -> [MonitorReport.News] {
    switch outcome {
    case .registers(let registers): return answered(at: now) + block.took(registers, at: now)
    case .doubtful: return answered(at: now)
    case .busy: return busy(at: now)
    case .refused(let reason), .unreachable(let reason): return unreachable(reason)
    case .garbled(let reason): return garbled(reason)
    }
  }

  private mutating func answered(at now: Moment) -> [MonitorReport.News] {
    busySince = nil
    failures = 0
    garbledRunning = 0
    unreachableRunning = 0
    defer { standing = .up }
    switch standing {
    case .up: return []
    // The station may remember from an earlier run that it was not understood.
    case .unknown: return [.linkUp, .clear]
    case .down, .busy:
      block.linkWasLost(at: now)
      return [.linkUp]
    case .garbled:
      block.linkWasLost(at: now)
      return [.clear]
    }
  }

  /// Busy is alive, but it is no news for ever.
  private mutating func busy(at now: Moment) -> [MonitorReport.News] {
    let since = busySince ?? now
    let isLost = now - since >= Self.longestBusy
    guard standing != .busy, !isLost else {
      defer { standing = .busy }
      let seconds = Int64(Self.longestBusy.seconds)
      return standing == .busy ? [] : [.linkDown(reason: "busy for \(seconds) s")]
    }
    defer { busySince = since }
    return answered(at: now)
  }

  private mutating func unreachable(_ reason: String) -> [MonitorReport.News] {
    failures += 1
    unreachableRunning += 1
    garbledRunning = 0
    switch standing {
    case .unknown, .up:
      guard failures >= Self.failuresUntilTold else { return [] }
      return isLost(reason)
    case .garbled:
      guard unreachableRunning >= Self.failuresUntilTold else { return [] }
      return isLost(reason)
    case .down, .busy: return []
    }
  }

  /// It is told as lost now, however often it failed.
  mutating func isLost(_ reason: String) -> [MonitorReport.News] {
    let wasGarbled = standing == .garbled
    guard standing != .down, standing != .busy else { return [] }
    standing = .down
    busySince = nil
    return (wasGarbled ? [.clear] : []) + [.linkDown(reason: reason)]
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
    case .down, .busy:
      guard garbledRunning >= Self.failuresUntilTold else { return [] }
      standing = .garbled
      return [.linkUp, .garbled(reason: reason)]
    case .garbled: return []
    }
  }
}
