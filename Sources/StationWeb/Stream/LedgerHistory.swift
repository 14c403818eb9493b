import InfusionCore
import Records
import Station

/// Events that the ledger keeps, for clients that come back after a restart or after long.
struct LedgerHistory: EventHistory {
  let ledger: Ledger
  let hub: StreamHub

  func frames(after last: StreamID) async -> (frames: [StreamFrame], through: Int64)? {
    let missed = MissedEvents(
      after: last, forgotten: hub.extent.forgotten, earlierStarts: hub.before)
    guard let missed,
      let kept = try? await ledger.events(after: last.sequence - 1, limit: MissedEvents.most + 1),
      let events = missed.from(kept)
    else { return nil }
    let frames = events.map { event in
      StreamFrame(
        Announcement(event.numbered, isDurable: true, wall: event.wall), start: event.start)
    }
    return (frames, missed.through)
  }
}
