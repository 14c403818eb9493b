import Vitals

/// Watches a number that moves as long as what stands behind the gateway is alive.
struct HeartbeatWatch: Hashable, Sendable {
  private let limit: Span
  private var last: UInt32?
  private var movedAt: Moment?
  private(set) var isFrozen = false
  /// The station may remember from an earlier run that it was frozen.
  private var isToldToMove = false

  /// Unmoved for `limit` is frozen.
  init(frozenAfter limit: Span) { self.limit = limit }

  /// Takes the number of one poll and tells whether it froze or moves again.
  mutating func took(_ bits: UInt32?, at now: Moment) -> MonitorReport.News? {
    guard let since = movedAt, bits == last else {
      let isFirst = movedAt == nil
      last = bits
      movedAt = now
      guard !isFirst, isFrozen || !isToldToMove else { return nil }
      isFrozen = false
      isToldToMove = true
      return .moving
    }
    guard !isFrozen, now - since >= limit else { return nil }
    isFrozen = true
    return .frozen
  }

  /// The link was away: what it did meanwhile is not known.
  mutating func linkWasLost(at now: Moment) {
    if !isFrozen { movedAt = now }
  }
}
