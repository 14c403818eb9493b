import InfusionCore
import Records
import Station

/// Events that the ledger keeps, for clients that come back after a restart or after long.
struct LedgerHistory: EventHistory {
  /// A client that missed more begins anew with a snapshot.
  static let most = 10_000

  let ledger: Ledger
  let hub: StreamHub

  func frames(after last: StreamID) async -> (frames: [StreamFrame], through: Int64)? {
    let forgotten = hub.extent.forgotten
    guard last.sequence > 0, last.sequence <= forgotten,
      let kept = try? await ledger.events(after: last.sequence - 1, limit: Self.most + 1),
      let seen = kept.first, seen.numbered.sequence == last.sequence,
      last.start == nil || last.start == seen.start
    else { return nil }
    let missed = kept.dropFirst().filter { $0.numbered.sequence <= forgotten }
    let isWhole = (missed.last ?? seen).numbered.sequence == forgotten
    // What this start has told may still wait to be written; what earlier ones told is there.
    guard missed.count < Self.most, hasNoGap(missed, after: seen),
      isWhole || forgotten == hub.before
    else { return nil }
    let frames = missed.map { event in
      StreamFrame(
        Announcement(event.numbered, isDurable: true, wall: event.wall), start: event.start)
    }
    return (frames, forgotten)
  }

  /// Within one start every number is there; between two starts there may be a step.
  private func hasNoGap(_ events: [StoredEvent], after seen: StoredEvent) -> Bool {
    zip([seen] + events, events).allSatisfy { before, after in
      before.start != after.start
        || after.numbered.sequence == before.numbered.sequence + 1
    }
  }
}
