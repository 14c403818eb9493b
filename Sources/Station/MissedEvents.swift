public import Records

/// What a client missed that memory has no longer, out of what the ledger keeps.
public struct MissedEvents: Sendable {
  /// A client that missed more begins anew with a snapshot.
  public static let most = 10_000

  /// The event that the client saw last.
  private let last: StreamID
  /// Everything after this event is remembered.
  public let through: Int64
  /// The last number that earlier starts may have used.
  private let earlierStarts: Int64

  /// What comes after an event, up to one that memory knows; nil: memory has it.
  public init?(after last: StreamID, forgotten: Int64, earlierStarts: Int64) {
    guard last.sequence > 0, last.sequence <= forgotten else { return nil }
    self.last = last
    through = forgotten
    self.earlierStarts = earlierStarts
  }

  /// Everything that was missed, without a gap; nil: that cannot be had.
  ///
  /// - Parameter kept: what the ledger keeps from the last event on, at most one more than `most`.
  public func from(_ kept: [StoredEvent]) -> [StoredEvent]? {
    guard let seen = kept.first, seen.numbered.sequence == last.sequence,
      last.start == nil || last.start == seen.start
    else { return nil }
    let missed = kept.dropFirst().filter { $0.numbered.sequence <= through }
    let isWhole = (missed.last ?? seen).numbered.sequence == through
    // What this start has told may still wait to be written; what earlier ones told is there.
    guard missed.count < Self.most, hasNoGap(missed, after: seen),
      isWhole || through == earlierStarts
    else { return nil }
    return Array(missed)
  }

  /// Within one start every number is there; between two starts there may be a step.
  private func hasNoGap(_ events: [StoredEvent], after seen: StoredEvent) -> Bool {
    zip([seen] + events, events).allSatisfy { before, after in
      before.start != after.start
        || after.numbered.sequence == before.numbered.sequence + 1
    }
  }
}
