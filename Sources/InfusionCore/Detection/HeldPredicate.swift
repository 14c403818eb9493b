import Vitals

/// A predicate that holds over time: each level at exactly its delay, the whole over once the
/// predicate has been false for 30 s without a break.
struct HeldPredicate: Hashable, Codable, Sendable {
  private(set) var trueSince: Moment?
  private var falseSince: Moment?
  /// The deepest present level.
  private(set) var level: Int?
  /// Since when the predicate held that made a level present.
  private(set) var onset: Moment?

  /// How long the predicate is false before the whole ends.
  static let endsAfter = Span.seconds(30)

  /// Judges the predicate's state at the end of an instant; a nil delay is a level out of use.
  ///
  /// - Parameter begin: since when it holds, if that was before it was known.
  mutating func settle(_ holds: Bool, since begin: Moment? = nil, delays: [Span?], at now: Moment) {
    guard holds else {
      trueSince = nil
      guard level != nil else { return }
      let since = falseSince ?? now
      falseSince = since
      if now - since >= Self.endsAfter { end() }
      return
    }
    falseSince = nil
    let since = trueSince ?? begin ?? now
    trueSince = since
    for (index, delay) in delays.enumerated() where index > level ?? -1 {
      guard let delay, now - since >= delay else { continue }
      if level == nil { onset = since }
      level = index
    }
  }

  /// Judges what is over as soon as it has happened: present for the 30 s that end it.
  mutating func settle(isOver hasHappened: Bool, at now: Moment) {
    if hasHappened { settle(true, delays: [.zero], at: now) }
    settle(false, delays: [], at: now)
  }

  private mutating func end() {
    level = nil
    falseSince = nil
    onset = nil
  }

  /// Starts a pending level's delay afresh.
  mutating func restartPending() { if level == nil { trueSince = nil } }

  func deadline(_ deadline: inout Deadline, delays: [Span?]) {
    if let trueSince {
      for delay in delays { deadline.consider(delay.map { trueSince + $0 }) }
    }
    deadline.consider(falseSince.map { $0 + Self.endsAfter })
  }
}
