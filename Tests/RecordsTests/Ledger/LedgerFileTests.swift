import Foundation
import GRDB
import InfusionCore
import Testing

@testable import Records

/// Backups and checks, while the station writes.
@Suite struct LedgerFileTests {
  @Test func `a backup is taken while the station writes, and goes on as the ledger does`()
    async throws
  {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var night = try LedgerNight(seed: 5)
    _ = await ledger.commit(night.station.batch(night.station.firstInputs))
    for _ in 0..<40 { _ = await ledger.commit(try night.next()) }
    let (event, core) = (night.station.sequence, night.station.core)
    let other = try DataFolder()
    try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
    let (file, copy) = (try LedgerFile(folder: folder.path), other.file)
    let backup = Task.detached { try file.backup(to: copy) }
    for _ in 0..<40 { _ = await ledger.commit(try night.next()) }
    try await backup.value
    await ledger.close()

    let check = try await LedgerFile(file: other.file).check()
    #expect(check.findings == [])
    #expect(check.events >= Int(event))
    let (restored, recovery) = try other.open("s2")
    #expect(recovery.core != nil)
    #expect(recovery.core != core || recovery.lastSequence >= event)
    await restored.close()
  }

  @Test func `a backup overwrites nothing`() async throws {
    let folder = try DataFolder()
    await (try folder.open().0).close()
    let file = try LedgerFile(folder: folder.path)
    let error = #expect(throws: LedgerError.self) { try file.backup(to: folder.file) }
    #expect(error?.kind == .exists)
    let nowhere = #expect(throws: LedgerError.self) { try file.backup(to: "/proc/x/backup") }
    #expect(nowhere?.kind == .unwritable)
  }

  @Test func `a ledger that is not there is said so`() throws {
    let folder = try DataFolder()
    #expect(throws: LedgerError.missing(folder.file)) { try LedgerFile(folder: folder.path) }
  }

  @Test func `a sound ledger has no findings`() async throws {
    let folder = try DataFolder()
    let station = try await fill(folder)
    let check = try await LedgerFile(folder: folder.path).check()
    #expect(check.findings == [])
    #expect(check.sessions == 1)
    #expect(check.events == station.events.count)
  }

  @Test(arguments: [
    ("DELETE FROM event WHERE seq = 2", "event 2 is missing"),
    ("UPDATE event SET body = CAST('{}' AS BLOB) WHERE seq = 1", "event 1: "),
    ("UPDATE input SET body = 'r\t1' WHERE number = 3", "input 3: a row holds"),
    ("UPDATE input SET body = 't' WHERE number = 5", "session 1-1: a row holds"),
    ("UPDATE snapshot SET checksum = 0", "snapshot 1 is damaged"),
    ("INSERT INTO lost VALUES (1, 0, 7, 1, 'full')", "7 readings and 1 other inputs were lost"),
    ("PRAGMA foreign_keys = 0; DELETE FROM wall_clock", "event 1 names a row of wall_clock"),
  ]) func `what is wrong with a row is found`(change: String, finding: String) async throws {
    let folder = try DataFolder()
    _ = try await fill(folder)
    try folder.sql { try $0.execute(sql: change) }
    let check = try await LedgerFile(folder: folder.path).check()
    #expect(check.findings.contains { $0.hasPrefix(finding) }, "\(check.findings)")
  }

  private func fill(_ folder: DataFolder) async throws -> NightStation {
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    for verb in ["admit", "baseline bp=120/78", "emergency", "ack emergency"] {
      _ = await ledger.commit(try station.act(verb))
    }
    await ledger.keep(station)
    await ledger.close()
    return station
  }
}
