import Vitals

/// One level of HR or SpO2: pending, present, clearing.
struct ContinuousLevel: Hashable, Codable, Sendable {
  /// The first of the usable readings that all violate; nil: none does.
  private(set) var onset: Moment?
  private(set) var isPresent = false
  /// The first of the unbroken run of usable readings beyond the deadband.
  private var clearingSince: Moment?
  private var violatingTime = ViolatingTime()
  private var lastEnded: Moment?
  /// The onset that a nurse reads, kept while the level is present.
  private(set) var presentOnset: Moment?

  /// Takes one usable reading.
  mutating func receive(
    _ value: Double, at now: Moment, level: ContinuousRule.Level, limit: Double, freshFor: Span
  ) {
    let violates: Bool
    let isBeyondDeadband: Bool
    switch level.term.side {
    case .above:
      violates = value > limit
      isBeyondDeadband = value <= limit - level.deadband
    case .below:
      violates = value < limit
      isBeyondDeadband = value >= limit + level.deadband
    }
    onset = violates ? onset ?? now : nil
    clearingSince = isBeyondDeadband ? clearingSince ?? now : nil
    if case .total(let total, let window) = level.trigger {
      count(violates: violates, total: total, window: window, at: now, freshFor: freshFor)
    }
    if isPresent, let clearingSince, now - clearingSince >= level.clearAfter {
      isPresent = false
      lastEnded = now
      violatingTime.forget()
    }
  }

  private mutating func count(
    violates: Bool, total: Span, window: Span, at now: Moment, freshFor: Span
  ) {
    violatingTime.receive(violates: violates, at: now, freshFor: freshFor)
    let start = max(now - window, lastEnded ?? now - window)
    guard !isPresent, violatingTime.total(from: start, to: now) >= total else { return }
    isPresent = true
    presentOnset = violatingTime.onset(from: start) ?? now
  }

  /// Completes the delay, if it is over and the vital is still usable.
  mutating func settle(at now: Moment, level: ContinuousRule.Level, isUsable: Bool) {
    guard case .delay(let delay) = level.trigger, !isPresent, isUsable, let onset,
      now >= onset + delay
    else { return }
    isPresent = true
    presentOnset = onset
  }

  /// When the pending delay is over.
  func due(_ level: ContinuousRule.Level) -> Moment? {
    guard case .delay(let delay) = level.trigger, !isPresent else { return nil }
    return onset.map { $0 + delay }
  }
}
