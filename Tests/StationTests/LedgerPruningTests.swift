import Foundation
import InfusionCore
import Logging
import PeerKit
import Records
import Testing
import Vitals

@testable import Station

/// What the ledger lets go of by itself.
@Suite struct LedgerPruningTests {
  @Test func `what is older than the ledger keeps goes, again and again`() async throws {
    let folder = NSTemporaryDirectory() + "infusionwatch-prune-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let kept = try StationLedger.open(folder: folder, start: "s1")
    let ledger = kept.ledger
    let pruning = LedgerPruning(
      ledger, keep: .seconds(60), timebase: kept.timebase,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, every: .milliseconds(5))
    let running = Task { try await pruning.run() }
    let now = kept.timebase.now
    for round in 0..<2 {
      let events = [now - .seconds(120), now].enumerated().map { index, moment in
        NumberedEvent(
          sequence: Int64(2 * round + index + 1),
          event: Event(
            moment: moment, bed: nil, session: nil, admitted: nil, name: .linkUp, alert: nil))
      }
      _ = await ledger.commit(LedgerBatch(events: events))
      try await eventually("the old one is gone") {
        let left = try await ledger.events(after: 0, limit: 9)
        return left.map(\.numbered.sequence) == (0...round).map { Int64(2 * $0 + 2) }
      }
    }
    running.cancel()
    try await running.value
    await ledger.close()
  }
}
