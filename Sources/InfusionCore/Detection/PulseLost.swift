import Vitals

/// pulse.lost: the monitor says that there is no pulse, or everything went dark after a
/// desaturation.
struct PulseLost: Hashable, Codable, Sendable {
  private struct Saturation: Hashable, Codable, Sendable {
    var at: Moment
    var isLow: Bool
  }
  /// What one vital sign says, and when its name was last part of the alert.
  private struct Statement: Hashable, Codable, Sendable {
    var stands = false
    var isNamed = false
    var withdrawnAt: Moment?
  }

  private var predicate = HeldPredicate()
  private var statements = [Statement(), Statement()]
  /// Usable SpO2 readings of the 60 s up to the last one.
  private var saturations: [Saturation] = []

  private static let lookBack = Span.seconds(60)
  private static let lowFor = Span.seconds(10)
  private static let lowBelow = 90.0
  /// Slower monitors than this give no run of readings: the last one counts.
  private static let slowInterval = Span.seconds(10)
  private static let namedFor = Span.seconds(30)

  private static func index(_ vital: VitalSign) -> Int { vital == .hr ? 0 : 1 }

  /// Takes any reading of HR or SpO2.
  mutating func receive(_ vital: VitalSign, _ content: Reading.Content, at now: Moment) {
    let index = Self.index(vital)
    switch content {
    case .absent(.noPulse): statements[index].stands = true
    case .absent(.sensorOff), .absent(.notMeasured), .absent(.disconnected):
      statements[index].stands = false
    case .absent(.searching), .absent(.artifact), .absent(.invalid), .absent(.measuring),
      .absent(.failed):
      break
    case .value(let value):
      if vital == .hr, value < vital.plausibleRange.lowerBound {
        statements[index].stands = true
      } else if vital.plausibleRange.contains(value) {
        statements[index].stands = false
        if vital == .spo2 { remember(value, at: now) }
      }
    }
  }

  private mutating func remember(_ saturation: Double, at now: Moment) {
    saturations.removeAll { $0.at < now - Self.lookBack }
    saturations.append(Saturation(at: now, isLow: saturation < Self.lowBelow))
  }

  /// Whether a run of low readings came shortly before the last usable SpO2.
  private func fellBefore(every interval: Span) -> Bool {
    if interval > Self.slowInterval { return saturations.last?.isLow ?? false }
    var first: Moment?
    for saturation in saturations {
      guard saturation.isLow else {
        first = nil
        continue
      }
      let start = first ?? saturation.at
      first = start
      if saturation.at - start >= Self.lowFor { return true }
    }
    return false
  }

  /// Judges the state at the end of an instant.
  mutating func settle(_ vitals: ExpectedVitals, delays: [Span?], at now: Moment) {
    for vital in VitalSign.continuous where !vitals.isExpected(vital) {
      statements[Self.index(vital)].isNamed = false
    }
    predicate.settle(holds(vitals), delays: delays, at: now)
    for vital in VitalSign.continuous { name(vital, vitals, at: now) }
  }

  private func holds(_ vitals: ExpectedVitals) -> Bool {
    if VitalSign.continuous.contains(where: { stands($0, vitals) }) { return true }
    return vitals.hr.isExpected && vitals.spo2.isExpected && !vitals.hr.isUsable
      && !vitals.spo2.isUsable && fellBefore(every: vitals.spo2.every)
  }

  private func stands(_ vital: VitalSign, _ vitals: ExpectedVitals) -> Bool {
    vitals.isExpected(vital) && statements[Self.index(vital)].stands
  }

  private mutating func name(_ vital: VitalSign, _ vitals: ExpectedVitals, at now: Moment) {
    let index = Self.index(vital)
    guard predicate.level != nil else {
      statements[index].isNamed = false
      statements[index].withdrawnAt = nil
      return
    }
    if stands(vital, vitals) {
      statements[index].isNamed = true
      statements[index].withdrawnAt = nil
    } else if statements[index].isNamed {
      let since = statements[index].withdrawnAt ?? now
      statements[index].withdrawnAt = since
      if now - since >= Self.namedFor { statements[index].isNamed = false }
    }
  }

  /// Whether any level is present.
  var isPresent: Bool { predicate.level != nil }

  /// The deepest present level.
  func finding(_ vitals: ExpectedVitals, delays: [Span?], priorities: [Priority]) -> Finding? {
    guard let level = predicate.level, let onset = predicate.onset else { return nil }
    var finding = Finding(
      level: level, priority: priorities[level], onset: onset, delay: delays[level])
    finding.lost = VitalSign.continuous.filter { statements[Self.index($0)].isNamed }.map {
      AlertFacts.LostVital(vital: $0, reason: .noPulse)
    }
    return finding
  }

  func deadline(_ deadline: inout Deadline, delays: [Span?]) {
    predicate.deadline(&deadline, delays: delays)
    for statement in statements {
      deadline.consider(statement.withdrawnAt.map { $0 + Self.namedFor })
    }
  }
}
