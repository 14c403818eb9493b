import Vitals

/// signal.lost: one alert per bed for HR and SpO2 that are expected and not usable.
struct SignalLost: Hashable, Codable, Sendable {
  private struct Signal: Hashable, Codable, Sendable {
    /// Its own clock: since when it is lost; survives short returns.
    var lostSince: Moment?
    var usableSince: Moment?
    var isNamed = false
    var reason: AbsenceReason?
  }

  /// Delays of low, medium, and medium while the patient is vulnerable.
  struct Delays: Hashable, Sendable {
    var low: Span
    var medium: Span
    var mediumVulnerable: Span
  }

  private var signals = [Signal(), Signal()]
  private var level: Int?
  private var onset: Moment?

  /// A signal has to be usable for this long before its clock starts again.
  private static let clockRestartsAfter = Span.seconds(15)
  /// All signals usable for this long: over. One of them: no longer named.
  private static let endsAfter = Span.seconds(30)
  /// Lost for this long while the alert is present: named too.
  private static let namedAfter = Span.seconds(30)

  private static func index(_ vital: VitalSign) -> Int { vital == .hr ? 0 : 1 }

  /// What the alert of this condition is about to do.
  enum Telling: Hashable, Sendable {
    /// It is present: a further signal is named once it has been lost for 30 s.
    case told
    /// It is raised as soon as a level is present, and then names what is lost.
    case untold
    /// It is hidden, and names nothing.
    case inhibited
  }

  /// Judges the state at the end of an instant. A signal whose alarm is paused raises nothing new,
  /// but its return is still waited for.
  mutating func settle(
    _ vitals: ExpectedVitals, paused: [VitalSign], isVulnerable: Bool, delays: Delays,
    telling: Telling, at now: Moment
  ) {
    for vital in VitalSign.continuous { follow(vital, vitals[vital], at: now) }
    let expected = VitalSign.continuous.filter { vitals[$0].isExpected }
    if level != nil, expected.allSatisfy({ hasReturned(signals[Self.index($0)], at: now) }) {
      end()
    }
    let lost = expected.filter { !vitals[$0].isUsable && !paused.contains($0) }
    raise(lost, isVulnerable: isVulnerable, delays: delays, at: now)
    name(lost, telling, at: now)
  }

  private mutating func follow(
    _ vital: VitalSign, _ state: ExpectedVitals.One, at now: Moment
  ) {
    let index = Self.index(vital)
    guard state.isExpected else {
      signals[index] = Signal()
      return
    }
    if state.isUsable {
      signals[index].usableSince = signals[index].usableSince ?? now
      if hasReturned(signals[index], at: now) { signals[index].isNamed = false }
    } else {
      // Its last instant counts by how it ended: usable for a time means usable at its end too.
      let usableFor = signals[index].usableSince.map { now - $0 } ?? .zero
      if usableFor > Self.endsAfter { signals[index].isNamed = false }
      if signals[index].lostSince == nil || usableFor > Self.clockRestartsAfter {
        signals[index].lostSince = now
      }
      signals[index].usableSince = nil
      signals[index].reason = state.absence
    }
  }

  private func hasReturned(_ signal: Signal, at now: Moment) -> Bool {
    signal.usableSince.map { now - $0 >= Self.endsAfter } ?? false
  }

  private mutating func end() {
    level = nil
    onset = nil
    for index in signals.indices { signals[index].isNamed = false }
  }

  private mutating func raise(
    _ lost: [VitalSign], isVulnerable: Bool, delays: Delays, at now: Moment
  ) {
    guard let longest = lost.compactMap({ signals[Self.index($0)].lostSince }).min() else { return }
    let medium = isVulnerable ? delays.mediumVulnerable : delays.medium
    let reached = now - longest >= medium ? 1 : now - longest >= delays.low ? 0 : nil
    guard let reached, reached > level ?? -1 else { return }
    if level == nil { onset = longest }
    level = reached
  }

  private mutating func name(_ lost: [VitalSign], _ telling: Telling, at now: Moment) {
    for index in signals.indices where level == nil || telling != .told {
      signals[index].isNamed = false
    }
    guard level != nil else { return }
    for vital in lost {
      let index = Self.index(vital)
      let isLongLost = signals[index].lostSince.map { now - $0 >= Self.namedAfter } ?? false
      switch telling {
      case .told: if isLongLost { signals[index].isNamed = true }
      case .untold: signals[index].isNamed = true
      case .inhibited: break
      }
    }
  }

  /// An alarm-pause of these vitals ended: what it held starts its delays afresh.
  mutating func restartPending(_ vitals: [VitalSign]) {
    for vital in vitals { signals[Self.index(vital)].lostSince = nil }
  }

  /// An absence ended: everything starts afresh.
  mutating func restart() {
    end()
    for index in signals.indices { signals[index].lostSince = nil }
  }

  /// The deepest present level.
  func finding(delays: Delays, isVulnerable: Bool) -> Finding? {
    guard let level, let onset else { return nil }
    let medium = isVulnerable ? delays.mediumVulnerable : delays.medium
    var finding = Finding(
      level: level, priority: level == 0 ? .low : .medium, onset: onset,
      delay: level == 0 ? delays.low : medium)
    finding.lost = VitalSign.continuous.filter { signals[Self.index($0)].isNamed }.map {
      AlertFacts.LostVital(vital: $0, reason: signals[Self.index($0)].reason)
    }
    return finding
  }

  func deadline(_ deadline: inout Deadline, isVulnerable: Bool, delays: Delays) {
    for signal in signals {
      if signal.usableSince == nil, let since = signal.lostSince {
        deadline.consider(since + delays.low)
        deadline.consider(since + (isVulnerable ? delays.mediumVulnerable : delays.medium))
        deadline.consider(since + Self.namedAfter)
      }
      deadline.consider(signal.usableSince.map { $0 + Self.endsAfter })
    }
  }
}
