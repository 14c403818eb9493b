import Foundation
import Glibc
import InfusionCore
import Testing

@testable import Records

/// What the ledger costs; `INFUSIONWATCH_FIGURES=1` prints it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["INFUSIONWATCH_FIGURES"] != nil))
struct LedgerFigureTests {
  @Test func `the cost of a commit, of 64 beds at 1 Hz, and of a restart`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation(beds: 64)
    _ = await ledger.commit(station.batch(station.firstInputs))
    for bed in station.setup.beds {
      _ = await ledger.commit(try station.act("admit", bed: bed.bed))
    }
    await ledger.keep(station)

    let acts = try (0..<50).map { _ in try station.act("emergency") }
    let before = ContinuousClock.now
    for act in acts { _ = await ledger.commit(act) }
    print("a commit with an event: \((ContinuousClock.now - before) / acts.count)")

    let seconds = (0..<30).map { _ in
      station.batch(station.setup.beds.map { NightStation.readings(bed: $0.bed) })
    }
    var used = cpu()
    for (second, batch) in seconds.enumerated() {
      _ = await ledger.commit(batch)
      _ = await ledger.writeNow()
      if second == 29 { print("30 s of 64 beds: \(cpu() - used) s of one core") }
    }
    used = cpu()
    await ledger.keep(station)
    print("a snapshot with all that follows: \(cpu() - used) s of one core")
    let size = "SELECT max(length(body)) FROM snapshot"
    print("a snapshot of 64 beds in sessions: \(try await ledger.count(size)) bytes")
    for batch in seconds.prefix(30) { _ = await ledger.commit(later(batch, &station)) }
    await ledger.close()
    let opening = ContinuousClock.now
    let (next, recovery) = try folder.open("s2")
    print("a restart from a snapshot and 30 s: \(ContinuousClock.now - opening)")
    #expect(recovery.core == station.core)
    await next.close()
  }

  private func later(_ batch: LedgerBatch, _ station: inout NightStation) -> LedgerBatch {
    station.batch(batch.inputs.map(\.input))
  }

  private func cpu() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
