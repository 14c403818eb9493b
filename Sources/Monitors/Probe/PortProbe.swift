public import MonitorProtocols
public import Vitals

/// What came of a probe.
public enum ProbeVerdict: Hashable, Sendable {
  case found(ProbeEvidence)
  /// Not one byte came.
  case silent
  /// So many bytes came, and none of them made sense at these settings.
  case foreign(bytes: Int, tried: [SerialLine])
}

/// What is on a port, found out by listening at one setting after the other.
///
/// All decoders hear the same bytes. Whatever the speed, a line that speaks brings bytes, so a
/// silent one is not listened to at other settings; and only a silent one is asked, since none of
/// the monitors that have to be asked speaks by itself.
public struct PortProbe: Sendable {
  /// The slowest monitor that speaks by itself says something every 5 s.
  static let silentAfter = Span.seconds(12)

  /// What is tried now; nil: all is known.
  public var attempt: ProbeAttempt? { attempts.first }
  /// All attempts together take at most this long.
  public let atMost: Span

  private let usual: [(language: SerialLanguage, line: SerialLine?)]
  private var attempts: [ProbeAttempt]
  private let asking: [ProbeAttempt]
  private var ears: [ProbeEar] = []
  private var beganAt: Moment
  private var lastByteAt: Moment?
  private var lineErrors: Int?
  /// Bytes at the setting that is tried now, and at all.
  private var (heard, heardInAll) = (0, 0)
  private var tried: [SerialLine] = []
  private var likely: [ProbeEvidence] = []

  /// A serial line of this machine.
  ///
  /// - Parameters:
  ///   - usual: each protocol, and the line as makers ship it.
  ///   - asks: monitors that are silent until they are asked may be asked.
  public init(
    usual: [(language: SerialLanguage, line: SerialLine)], asks: Bool, at now: Moment
  ) {
    self.init(
      usual.map { ($0.language, $0.line) }, ProbeAttempt.listening(usual), asks, now)
  }

  /// A serial device server, which has its own settings.
  public init(deviceServer asks: Bool, at now: Moment) {
    self.init(
      SerialLanguage.allCases.map { ($0, nil) },
      [ProbeAttempt(line: nil, atMost: Self.silentAfter)], asks, now)
  }

  private init(
    _ usual: [(language: SerialLanguage, line: SerialLine?)], _ listening: [ProbeAttempt],
    _ asks: Bool, _ now: Moment
  ) {
    self.usual = usual
    attempts = listening
    asking = asks ? ProbeAttempt.asking(usual) : []
    beganAt = now
    func sum(_ attempts: [ProbeAttempt]) -> Span {
      attempts.map(\.atMost).reduce(.zero, +)
    }
    // The attempt that finds something may be followed by one more, which confirms it.
    let confirming = attempts.map(\.atMost).max() ?? .zero
    atMost = max(sum(listening) + confirming, Self.silentAfter + sum(asking) + confirming)
    begin(at: now)
  }

  /// When it has to be looked at if no byte comes; nil: all is known.
  public var deadline: Moment? {
    attempt.map { attempt in
      let isSilent = attempt.asks == nil && heardInAll == 0
      return beganAt + (isSilent ? max(attempt.atMost, Self.silentAfter) : attempt.atMost)
    }
  }

  /// What is known once there is no attempt any more.
  public var verdict: ProbeVerdict {
    let best = likely.max {
      ($0.isSure ? 1 : 0, isUsual($0) ? 1 : 0, $0.share)
        < ($1.isSure ? 1 : 0, isUsual($1) ? 1 : 0, $1.share)
    }
    if let best { return .found(best) }
    return heardInAll == 0 ? .silent : .foreign(bytes: heardInAll, tried: tried)
  }

  /// What came at the setting that is tried now, and how many damaged bytes the line counted at it.
  public mutating func took(_ bytes: [UInt8], lineErrors: Int?, at now: Moment) {
    guard attempt != nil else { return }
    let pause = lastByteAt.map { now - $0 } ?? .zero
    lastByteAt = now
    heard += bytes.count
    heardInAll += bytes.count
    self.lineErrors = lineErrors
    for index in ears.indices {
      ears[index].pause(of: pause)
      ears[index].hear(bytes)
    }
    if evidence.contains(where: \.isSure) { return finish(at: now) }
    look(at: now)
  }

  /// What follows from the time alone.
  public mutating func look(at now: Moment) {
    if let deadline, now >= deadline { finish(at: now) }
  }

  /// The line does not take what is to be tried.
  public mutating func skip(at now: Moment) {
    guard attempt != nil else { return }
    attempts.removeFirst()
    begin(at: now)
  }

  private var evidence: [ProbeEvidence] {
    ears.map { $0.evidence(attempt?.line, lineErrors: lineErrors) }
  }

  /// Ends an attempt, and goes on with the next one that can tell more.
  private mutating func finish(at now: Moment) {
    guard let ended = attempts.first else { return }
    let found = evidence.filter(\.isLikely)
    likely += found
    if let line = ended.line, !tried.contains(line) { tried.append(line) }
    attempts.removeFirst()
    if let sure = found.first(where: \.isSure) {
      confirm(sure)
    } else if heardInAll == 0, ended.asks == nil {
      attempts = asking
    } else if heard > 0, ended.asks != nil {
      // It has answered somebody; another question could only disturb it.
      attempts = []
    }
    begin(at: now)
  }

  /// A line that has no speed, or a parity that nobody looks at, is understood at other settings
  /// than the monitor's own: those it is taken at if they are as good.
  private mutating func confirm(_ sure: ProbeEvidence) {
    let own = usual.first { $0.language == sure.language }?.line
    attempts = attempts.filter { $0.line == own && own != sure.line }.prefix(1).map(\.self)
  }

  private func isUsual(_ evidence: ProbeEvidence) -> Bool {
    usual.contains { $0.language == evidence.language && $0.line == evidence.line }
  }

  /// The line is set up for what is tried now.
  public mutating func begin(at now: Moment) {
    ears = SerialLanguage.allCases.map(ProbeEar.init)
    (beganAt, lastByteAt, lineErrors, heard) = (now, nil, nil, 0)
  }
}
