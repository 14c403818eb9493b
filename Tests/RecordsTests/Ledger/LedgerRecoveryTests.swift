import Foundation
import GRDB
import InfusionCore
import Testing
import Vitals

@testable import Records

/// What a restart knows.
@Suite struct LedgerRecoveryTests {
  @Test(arguments: 1...2) func `a rebuilt core is the live one at its last commit`(seed: UInt64)
    async throws
  {
    let folder = try DataFolder()
    var night = try LedgerNight(seed: seed)
    var (ledger, recovery) = try folder.open("s1")
    #expect(recovery == LedgerRecovery())
    _ = await ledger.commit(night.station.batch(night.station.firstInputs))
    for turn in 0..<180 {
      _ = await ledger.commit(try night.next())
      if turn % 7 == 0 { await ledger.keep(night.station) }
      guard turn % 60 == 59 else { continue }
      await ledger.close()
      (ledger, recovery) = try folder.open("s\(turn)")
      #expect(recovery.core == night.station.core)
      #expect(recovery.lastMoment == night.station.now)
      #expect(recovery.lastWall == night.station.wall)
      #expect(recovery.lastSequence == night.station.sequence)
      #expect(recovery.untold == [])
      #expect(recovery.basis == .snapshot)
    }
    let told = try await ledger.events(after: 0, limit: .max)
    #expect(told.map(\.numbered) == night.station.events)
    await ledger.close()
  }

  @Test func `the files as they lie there at any moment are enough`() async throws {
    let folder = try DataFolder()
    var night = try LedgerNight(seed: 11)
    let (ledger, _) = try folder.open()
    _ = await ledger.commit(night.station.batch(night.station.firstInputs))
    for turn in 0..<60 {
      let batch = try night.next()
      #expect(await ledger.commit(batch) == .durable)
      if turn == 20 { await ledger.keep(night.station) }
      guard turn % 10 == 9, batch.isUrgent else { continue }
      let copy = try folder.copy()
      let (other, recovery) = try copy.open("s2")
      #expect(recovery.core == night.station.core)
      #expect(recovery.lastSequence >= night.station.sequence)
      await other.close()
    }
    await ledger.close()
  }

  @Test func `a station that is killed goes on where its last commit was`() async throws {
    let folder = try DataFolder()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
      let (ledger, _) = try DataFolder.open(path, "s1")
      var night = try LedgerNight(seed: 21)
      for batch in try night.untilUrgent(after: 60) { _ = await ledger.commit(batch) }
      kill(getpid(), SIGKILL)
    }
    var night = try LedgerNight(seed: 21)
    _ = try night.untilUrgent(after: 60)
    let (ledger, recovery) = try folder.open("s2")
    #expect(recovery.core == night.station.core)
    #expect(recovery.bootID == "boot-s1")
    await ledger.close()
  }
}
