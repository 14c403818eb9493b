import Foundation
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// No two events bear one number, whatever could be written of them.
@Suite struct LedgerNumberTests {
  @Test func `a start passes over all numbers that may have been said and not written`()
    async throws
  {
    let folder = try DataFolder()
    let station = try await killedStation(in: folder.path)
    // Half a minute of trouble, far more than a block of numbers, and the end in it.
    let said = station.sequence + 15_000
    let (next, recovery) = try open(folder.path, "s2", secondsAfter: 30, station)
    #expect(recovery.lastSequence >= said)
    await next.close()
  }

  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a disk"))
  func `starts that can write nothing give no number twice`() async throws {
    let disk = try SmallDisk(kilobytes: 4096)
    let path = disk.path + "/data"
    let station = try await killedStation(in: path)
    try disk.makeReadOnly(true)
    let (first, begun) = try open(path, "s2", secondsAfter: 30, station)
    #expect(begun.core == station.core)
    #expect(begun.lastSequence > station.sequence)
    await first.close()
    let (second, later) = try open(path, "s3", secondsAfter: 31, station)
    #expect(later.lastSequence >= begun.lastSequence + 1_000)
    await second.close()
  }

  /// A station that was ended in the middle; what it left lies in a folder.
  private func killedStation(in path: String) async throws -> NightStation {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    let copy = try folder.copy()
    await ledger.close()
    try FileManager.default.moveItem(atPath: copy.path, toPath: path)
    return station
  }

  private func open(
    _ path: String, _ id: String, secondsAfter seconds: Int64, _ station: NightStation
  ) throws -> (Ledger, LedgerRecovery) {
    let now = (station.now + station.wall.offset).milliseconds + seconds * 1000
    return try Ledger.resume(folder: path, rules: NightStation.rules) { _ in
      Ledger.Start(id: id, bootID: "boot", wall: now, rules: NightStation.rules)
    }
  }
}
