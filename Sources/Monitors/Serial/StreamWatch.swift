import MonitorProtocols
import Vitals

/// What is known of a monitor that speaks for itself, and what is news of it: a port that is gone,
/// a line that is silent, and bytes that nobody understands are three different things.
struct StreamWatch {
  /// Bytes that are no frames for so long are not understood.
  static let garbledAfter = Span.seconds(10)
  /// A line on which nothing came for so many times its interval is silent, and at least so long.
  private static let silentAfterIntervals: Int64 = 3
  private static let silentAtLeast = Span.seconds(4)
  /// A device server may send what it kept from before the connection: so long nothing counts.
  static let staleFor = Span.seconds(1)
  /// A line that is plugged in again within this time is believed sooner.
  private static let knownFor = Span.minutes(5)

  /// What was told last.
  private enum Standing: Hashable {
    /// Nothing yet. Can become: up, down, garbled.
    case unknown
    /// Frames come. Can become: down, garbled.
    case up
    /// No port, or no bytes. Can become: up, garbled.
    case down
    /// Bytes come, and no frames. Can become: up, down.
    case garbled
  }

  private let monitor: StreamedMonitor
  private let address: StreamAddress
  private var decoder: any SerialDecoder
  private var filter: ReadingFilter
  private var standing = Standing.unknown
  private var foundIdentity: String?
  /// When the port was opened; nil: it is not open.
  private var openedAt: Moment?
  private var lastByteAt: Moment?
  private var understoodAt: Moment?
  /// When the bytes began of which none has become a frame; nil: the last ones did.
  private var unreadSince: Moment?
  /// The decoder knows that nothing more comes of what has begun.
  private var hasFallenSilent = false

  /// A monitor of which nothing is known yet.
  init(_ plan: StreamPlan) {
    monitor = plan.monitor
    address = plan.address
    decoder = monitor.language.decoder()
    filter = ReadingFilter(monitor)
  }

  /// When it has to be looked at if no byte comes; nil: nothing is to be waited for.
  var deadline: Moment? {
    guard let openedAt else { return nil }
    var due: [Moment] = []
    if standing != .garbled, let unreadSince { due.append(unreadSince + Self.garbledAfter) }
    if !hasFallenSilent, let lastByteAt { due.append(lastByteAt + monitor.language.silentAfter) }
    if standing != .down, let silent = silentAfter {
      due.append(max(lastByteAt ?? openedAt, openedAt) + silent)
    }
    return due.min()
  }

  /// nil: such a monitor may say nothing for as long as it likes.
  private var silentAfter: Span? {
    guard !monitor.language.speaksNowAndThen else { return nil }
    return max(Self.silentAtLeast, monitor.language.every * Self.silentAfterIntervals)
  }

  /// The port is open; whatever was begun before will not be completed.
  mutating func opened(at now: Moment) {
    let isKnown = understoodAt.map { now - $0 < Self.knownFor } ?? false
    decoder = monitor.language.decoder(isKnown: isKnown)
    filter.forget()
    (openedAt, lastByteAt, unreadSince) = (now, nil, nil)
  }

  /// The port cannot be opened, or went away.
  mutating func gone(_ reason: String) -> [MonitorReport.News] {
    openedAt = nil
    return isLost(reason)
  }

  /// Takes what came, and tells what is news, in the order in which it is told.
  mutating func took(_ bytes: [UInt8], at now: Moment) -> [MonitorReport.News] {
    guard let openedAt else { return [] }
    lastByteAt = now
    hasFallenSilent = false
    let frames = decoder.tally.frames
    var findings: [SerialFinding] = []
    decoder.decode(bytes) { findings.append($0) }
    guard decoder.tally.frames > frames else {
      unreadSince = unreadSince ?? now
      return look(at: now)
    }
    unreadSince = nil
    understoodAt = now
    if case .tcp = address, now - openedAt < Self.staleFor { return understood() }
    return understood() + news(of: findings, at: now)
  }

  /// Whether what came last made sense.
  var isUnderstood: Bool { lastByteAt != nil && unreadSince == nil }

  /// What follows from the time alone.
  mutating func look(at now: Moment) -> [MonitorReport.News] {
    guard let openedAt else { return [] }
    let heard = max(lastByteAt ?? openedAt, openedAt)
    if !hasFallenSilent, now - heard >= monitor.language.silentAfter {
      decoder.fallSilent()
      hasFallenSilent = true
    }
    if let silent = silentAfter, now - heard >= silent {
      unreadSince = nil
      let seconds = Int64(silent.seconds)
      return isLost(
        "\(address.words) is silent for \(seconds) s: is the monitor on, and its output set?")
    }
    return unreadSince.map { now - $0 >= Self.garbledAfter } ?? false ? isGarbled() : []
  }

  private mutating func understood() -> [MonitorReport.News] {
    defer { standing = .up }
    switch standing {
    case .up: return []
    // The station may remember from an earlier run that it was not understood.
    case .unknown: return [.linkUp, .clear]
    case .down: return [.linkUp]
    case .garbled: return [.clear]
    }
  }

  private mutating func isLost(_ reason: String) -> [MonitorReport.News] {
    defer { standing = .down }
    switch standing {
    case .down: return []
    case .garbled: return [.clear, .linkDown(reason: reason)]
    case .unknown, .up: return [.linkDown(reason: reason)]
    }
  }

  private mutating func isGarbled() -> [MonitorReport.News] {
    defer { standing = .garbled }
    let name = monitor.language.rawValue
    let check =
      switch address {
      case .tty(let line): "speed \(line.baud), parity \(line.parity.rawValue)"
      case .tcp: "speed and parity at the device server"
      }
    let garbled = MonitorReport.News.garbled(
      reason: "bytes come, and none is \(name): check \(check), and the monitor's output format")
    switch standing {
    case .garbled: return []
    case .down: return [.linkUp, garbled]
    case .unknown, .up: return [garbled]
    }
  }

  private mutating func news(
    of findings: [SerialFinding], at now: Moment
  ) -> [MonitorReport.News] {
    var news: [MonitorReport.News] = []
    for finding in findings {
      switch finding.content {
      case .reading(let vital, let content, _): filter.take(Reading(vital, content))
      case .identity(let found): news += judge(found)
      case .cuffInflating: if isExpected { news.append(.cuffInflating) }
      case .cuffFailed: if isExpected { news.append(.cuffFailed) }
      }
    }
    // What another device said is not to come later, either.
    guard isExpected else {
      filter.forget()
      return news
    }
    let readings = filter.due(at: now)
    if !readings.isEmpty { news.append(.readings(readings)) }
    return news
  }

  /// Whether it is the monitor that was expected, as far as that is known.
  private var isExpected: Bool {
    guard let expect = monitor.expect, let foundIdentity else { return true }
    return foundIdentity == expect
  }

  private mutating func judge(_ found: String) -> [MonitorReport.News] {
    guard monitor.expect != nil, found != foundIdentity else { return [] }
    let wasExpected = isExpected
    let wasKnown = foundIdentity != nil
    foundIdentity = found
    if !isExpected { return [.identity(found: found)] }
    return wasExpected && wasKnown ? [] : [.identityOK]
  }
}
