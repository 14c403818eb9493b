public import Vitals

/// How long all units behind one link have been unreachable at once; one that was reached again
/// ends it only after 30 s, as every predicate that holds over time.
public struct GatewayOutage: Hashable, Codable, Sendable {
  /// Since when no unit is reached; nil: one is.
  public private(set) var downSince: Moment?
  /// Since when one is reached again; nil: none is, or it is long ago.
  public private(set) var upSince: Moment?
  /// The longest time without a break before `upSince`, and before those that began soon after.
  public private(set) var longest = Span.zero

  /// Judges the units at the end of an instant.
  mutating func settle(_ isDown: Bool, at now: Moment) {
    if let upSince, now - upSince >= HeldPredicate.endsAfter {
      self.upSince = nil
      longest = .zero
    }
    if isDown {
      downSince = downSince ?? now
      upSince = nil
    } else if let since = downSince {
      longest = max(longest, now - since)
      downSince = nil
      upSince = now
    }
  }

  /// Whether it has lasted so long without a break, and is not over yet.
  public func hides(at now: Moment, after delay: Span) -> Bool {
    if let downSince, now - downSince >= delay { return true }
    let isOver = upSince.map { now - $0 >= HeldPredicate.endsAfter } ?? false
    return !isOver && longest > delay
  }

  /// Some of it still matters.
  var isOpen: Bool { downSince != nil || upSince != nil }

  func deadline(_ deadline: inout Deadline) {
    deadline.consider(upSince.map { $0 + HeldPredicate.endsAfter })
  }
}
