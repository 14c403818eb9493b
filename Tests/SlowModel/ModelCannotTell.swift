import Vitals

/// Since when a statement has held, or not held, without a break, at the ends of instants.
struct ModelStretch {
  private(set) var holds = false
  private(set) var since: Int?

  /// - Parameter begin: since when it holds, if that was before it was known.
  mutating func see(_ holdsNow: Bool, since begin: Int? = nil, at time: Int) {
    if since == nil || holdsNow != holds { since = begin ?? time }
    holds = holdsNow
  }

  func hasHeld(for span: Int, at time: Int) -> Bool { holds && time - (since ?? time) >= span }
  func hasNotHeld(for span: Int, at time: Int) -> Bool { !holds && time - (since ?? time) >= span }
}

/// What the model knows of HR or of SpO2 when it asks what cannot be told.
struct ModelSignal {
  let vital: VitalSign
  private(set) var isExpected = false
  private(set) var usable = ModelStretch()
  /// Expected and usable.
  private(set) var good = ModelStretch()
  /// Says no-pulse, or is reported below 20.
  private(set) var standing = ModelStretch()
  /// The start of the loss clock, which runs on through less than 15 s of usable readings.
  private(set) var lostSince: Int?

  init(_ vital: VitalSign) { self.vital = vital }

  var starts: [Int] {
    [usable.since, good.since, standing.since, lostSince].compactMap { $0 }
  }

  /// The end of an instant; a pause that holds this vital holds its clocks.
  mutating func see(_ history: ModelHistory, isExpected: Bool, isHeld: Bool, at time: Int) {
    self.isExpected = isExpected
    // Nothing is lost of which nothing is expected; and nobody watched between a discharge and the
    // undo that gives the session back.
    if !isExpected || usable.holds && time - (usable.since ?? time) > 15_000 { lostSince = nil }
    usable.see(history.isUsableAtEnd(of: time), at: time)
    good.see(isExpected && usable.holds, at: time)
    standing.see(isExpected && stands(history), at: time)
    if usable.hasHeld(for: 15_000, at: time) || isHeld { lostSince = nil }
    if isExpected, !isHeld, !usable.holds, lostSince == nil { lostSince = time }
  }

  /// Its clock starts afresh.
  mutating func restart() { lostSince = nil }

  /// Whether it is lost now and its clock has reached the span.
  func isLost(for span: Int, at time: Int) -> Bool {
    guard isExpected, !usable.holds, let lostSince else { return false }
    return time - lostSince >= span
  }

  /// The last reading that says anything about the pulse says that there is none.
  private func stands(_ history: ModelHistory) -> Bool {
    for reading in history.readings.reversed() {
      if reading.usable(as: vital) != nil { return false }
      switch reading.content {
      case .absent(.noPulse): return true
      case .absent(.sensorOff), .absent(.notMeasured), .absent(.disconnected): return false
      case .absent: continue
      case .value(let value): if vital == .hr && value < 20 { return true }
      }
    }
    return false
  }
}

/// `pulse.lost`: the predicate, its levels and the vitals that it names.
struct ModelPulseLost {
  private(set) var present: Set<Int> = []
  private(set) var predicate = ModelStretch()
  private(set) var named: Set<VitalSign> = []

  mutating func see(_ signals: [ModelSignal], lowBefore: Bool, at time: Int) {
    let standing = Set(signals.filter(\.standing.holds).map(\.vital))
    let bothLost = signals.allSatisfy { $0.isExpected && !$0.usable.holds }
    predicate.see(!standing.isEmpty || (bothLost && lowBefore), at: time)
    for (index, level) in ModelTable.pulseLost.enumerated()
    where predicate.hasHeld(for: level.delay, at: time) {
      present.insert(index)
    }
    if predicate.hasNotHeld(for: 30_000, at: time) { present = [] }
    if present.isEmpty { named = [] }
    guard !present.isEmpty else { return }
    named.formUnion(standing)
    for signal in signals where signal.standing.hasNotHeld(for: 30_000, at: time) {
      named.remove(signal.vital)
    }
  }

  /// In the 60 s up to the last usable SpO2, a run of readings below 90 that spans 10 s.
  static func lowBefore(_ history: ModelHistory, every: Int) -> Bool {
    guard let last = history.usable.last else { return false }
    if every > 10_000 { return last.value < 90 }
    var runEnd: Int?
    for reading in history.usable.reversed() {
      if reading.time < last.time - 60_000 { return false }
      guard reading.value < 90 else {
        runEnd = nil
        continue
      }
      let end = runEnd ?? reading.time
      runEnd = end
      if end - reading.time >= 10_000 { return true }
    }
    return false
  }
}

/// `signal.lost`: its levels and the vitals that it names.
struct ModelSignalLost {
  private(set) var present: Set<Int> = []
  private(set) var named: Set<VitalSign> = []

  /// The levels, whether or not anything hides them.
  mutating func see(_ signals: [ModelSignal], isVulnerable: Bool, at time: Int) {
    if signals.filter(\.isExpected).allSatisfy({ $0.good.hasHeld(for: 30_000, at: time) }) {
      present = []
    }
    for signal in signals {
      if signal.isLost(for: 30_000, at: time) { present.insert(0) }
      if signal.isLost(for: isVulnerable ? 10_000 : 60_000, at: time) { present.insert(1) }
    }
  }

  /// An absence ends it.
  mutating func end() { present = [] }

  /// Names anew what is raised now, and those that join.
  mutating func name(_ signals: [ModelSignal], at time: Int, isOn: Bool) {
    guard isOn else {
      named = Set(signals.filter { $0.isLost(for: 0, at: time) }.map(\.vital))
      return
    }
    named.formUnion(signals.filter { $0.isLost(for: 30_000, at: time) }.map(\.vital))
    for signal in signals where signal.good.hasHeld(for: 30_000, at: time) {
      named.remove(signal.vital)
    }
  }
}
