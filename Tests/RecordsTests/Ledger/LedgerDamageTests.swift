import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// A ledger that is damaged while no station runs: it is set aside, and as much of it goes on as
/// can be read.
@Suite struct LedgerDamageTests {
  @Test func `a file that is no ledger is set aside with a text, and a new one begun`() async throws
  {
    let folder = try DataFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let text = Data(String(repeating: "not a database\n", count: 200).utf8)
    try text.write(to: URL(filePath: folder.file))
    let (ledger, recovery) = try folder.resume("s1")
    #expect(recovery.core == nil)
    let damage = try #require(ledger.takeNews().first)
    let aside = try #require(damage.setAside)
    #expect(aside.contains("/data/ledger-damaged-2"))
    #expect(damage.forNurses == "it is no ledger; it was set aside and a new ledger begun")
    #expect(try Data(contentsOf: URL(filePath: aside)) == text)
    let found = try String(contentsOfFile: aside.dropLast(7) + ".txt", encoding: .utf8)
    #expect(found.contains("it is no ledger"))
    #expect(ledger.takeNews() == [])
    // No number may come twice, though nobody knows which were used.
    #expect(recovery.lastSequence > 1_700_000_000)
    await ledger.close()
  }

  @Test func `a ledger of a later version is set aside, and its sessions go on`() async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    try folder.sql { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('later')") }
    let (ledger, recovery) = try folder.resume("s2")
    #expect(recovery.core == station.core)
    #expect(ledger.takeNews().first?.what.contains("later version") == true)
    await ledger.close()
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
  func `a ledger that was cut off is set aside, and goes on as far as it can be read`(
    left: Double
  ) async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    let file = try FileHandle(forUpdating: URL(filePath: folder.file))
    let size = try file.seekToEnd()
    try file.truncate(atOffset: UInt64(Double(size) * left))
    try file.close()
    let (ledger, recovery) = try folder.resume("s2")
    let damages = ledger.takeNews()
    // The last pages may still stand in the WAL: then nothing is lost.
    if damages.isEmpty { #expect(recovery.core == station.core) }
    if left < 0.9 { #expect(!damages.isEmpty) }
    #expect(damages.allSatisfy { $0.setAside != nil || $0.what.contains("could not be read") })
    #expect(recovery.lastSequence >= station.sequence)
    #expect(await ledger.commit(LedgerBatch(answers: [.sample(at: station.now)])) == .durable)
    await ledger.close()
    // What was on the lost pages is missed, but the new file is sound.
    let findings = try await LedgerFile(folder: folder.path).check().findings
    #expect(findings.allSatisfy { !$0.hasPrefix("the file") }, "\(findings)")
  }

  @Test(arguments: 1...20)
  func `whatever bit is turned, the ledger opens, and a session goes on where it can`(
    seed: UInt64
  ) async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    var random = SeededGenerator(seed: seed)
    var bytes = try Data(contentsOf: URL(filePath: folder.file))
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      // The structure of a page stands at its beginning, where a turned bit does most harm.
      let page = Int.random(in: 0..<bytes.count / 4096, using: &random)
      let place =
        page * 4096 + Int.random(in: 0..<(Bool.random(using: &random) ? 64 : 4096), using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    try bytes.write(to: URL(filePath: folder.file))
    let (ledger, recovery) = try folder.resume("s2")
    #expect(recovery.lastSequence >= station.sequence)
    let isTold = !ledger.takeNews().isEmpty
    // A session that does not go on is told; one that does need not be.
    #expect(isTold || recovery.core?.beds.first?.watch.session != nil)
    #expect(await ledger.commit(LedgerBatch(answers: [.sample(at: station.now)])) == .durable)
    await ledger.close()
  }

  @Test func `a bit that is turned in the log is told, and does not hide what was kept behind it`()
    async throws
  {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    let (ledger, _) = try folder.resume("s2")
    for second in 1...6 {
      let at = station.now + .seconds(Int64(second))
      #expect(await ledger.commit(LedgerBatch(answers: [.sample(at: at)])) == .durable)
    }
    // The files as a crash leaves them, in another folder.
    let crashed = try DataFolder()
    try FileManager.default.createDirectory(
      atPath: crashed.path, withIntermediateDirectories: true)
    for part in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.file + part, toPath: crashed.file + part)
    }
    await ledger.close()
    #expect(WriteAheadLog(of: crashed.file)?.commitsBehindDamage == 0)
    var log = try Data(contentsOf: URL(filePath: crashed.file + "-wal"))
    log[32 + 24 + 100] ^= 4
    try log.write(to: URL(filePath: crashed.file + "-wal"))
    let findings = try await LedgerFile(folder: crashed.path).check().findings
    #expect(findings.contains { $0.contains("its log is damaged") }, "\(findings)")

    let (resumed, _) = try crashed.resume("s3")
    let damage = try #require(resumed.takeNews().first)
    #expect(damage.forNurses.contains("its log is damaged"), "\(damage)")
    #expect(damage.setAside != nil)
    await resumed.close()
  }

  @Test func `a log that a crash cut off anywhere is no damage`() async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    let (ledger, _) = try folder.resume("s2")
    for second in 1...3 {
      let at = station.now + .seconds(Int64(second))
      #expect(await ledger.commit(LedgerBatch(answers: [.sample(at: at)])) == .durable)
    }
    let log = try Data(contentsOf: URL(filePath: folder.file + "-wal"))
    await ledger.close()
    let cut = try DataFolder()
    try FileManager.default.createDirectory(atPath: cut.path, withIntermediateDirectories: true)
    for length in stride(from: 0, through: log.count, by: 97) {
      try log.prefix(length).write(to: URL(filePath: cut.file + "-wal"))
      #expect((WriteAheadLog(of: cut.file)?.commitsBehindDamage ?? 0) == 0, "\(length) bytes")
    }
  }

  @Test func `damaged pages cost only the rows on them`() async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession(entries: 60)
    let (pages, events) = try folder.sql { db in
      (
        try Int.fetchAll(
          db,
          sql: """
            SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype = 'leaf' ORDER BY pageno
            """), try Int.fetchOne(db, sql: "SELECT count(*) FROM event") ?? 0
      )
    }
    try #require(pages.count > 3)
    try folder.damage(pages: [pages[1], pages[3]])
    let salvage = try LedgerSalvage.save(folder.file, to: folder.path + "/saved.sqlite")
    let (ledger, recovery) = try folder.resume("s2")
    #expect(recovery.core == station.core)
    await ledger.close()
    let saved = try #require(salvage.tables.first { $0.name == "event" })
    #expect(saved.unreadable > 0)
    #expect(saved.saved >= events * (pages.count - 3) / pages.count)
  }

  @Test func `a session whose row is lost is made again from its events and inputs`() async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession(entries: 3)
    let whole = try #require(try await LedgerFile(folder: folder.path).session("1-1"))
    let pages = try folder.sql {
      try Int.fetchAll($0, sql: "SELECT pageno FROM dbstat WHERE name = 'session'")
    }
    try folder.damage(pages: pages)
    let (ledger, recovery) = try folder.resume("s2")
    #expect(recovery.core == station.core)
    #expect(try await ledger.sessions(limit: 9) == [whole.summary])
    let session = try await ledger.session("1-1")
    #expect(session == whole)
    await ledger.close()
  }

  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a disk"))
  func `a damaged ledger on a full disk goes on with its sessions, and is kept once there is room`()
    async throws
  {
    let folder = try DataFolder()
    var station = try await folder.stationInSession(entries: 60)
    let pages = try folder.sql {
      try Int.fetchAll($0, sql: "SELECT pageno FROM dbstat WHERE name = 'input'")
    }
    try folder.damage(pages: Array(pages.prefix(1)))
    let disk = try SmallDisk(kilobytes: 4096)
    try FileManager.default.moveItem(atPath: folder.path, toPath: disk.path + "/data")
    try disk.fill()
    let (ledger, recovery) = try Ledger.resume(
      folder: disk.path + "/data", rules: NightStation.rules
    ) { _ in
      Ledger.Start(id: "s2", bootID: "b", wall: 1_700_000_000_000, rules: NightStation.rules)
    }
    #expect(recovery.core?.beds[0].watch.session?.id == "1-1")
    #expect(recovery.lastSequence >= station.sequence)
    station.resume(recovery)
    guard case .failed = await ledger.commit(try station.act("emergency")) else {
      Issue.record("a full disk takes something")
      return
    }
    try disk.makeRoom()
    try await eventually("it is begun anew") { !ledger.takeNews().isEmpty }
    await ledger.keep(station)
    try await eventually("it is kept") { ledger.failure == nil }
    await ledger.close()
    let (next, later) = try Ledger.resume(folder: disk.path + "/data", rules: NightStation.rules) {
      _ in Ledger.Start(id: "s3", bootID: "b", wall: 1_700_000_000_000, rules: NightStation.rules)
    }
    #expect(later.core == station.core)
    await next.close()
  }

  @Test func `the first damaged ledgers stay, and the latest takes the last place`() throws {
    let folder = try DataFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    for number in 1...12 {
      try Data("\(number)".utf8).write(to: URL(filePath: folder.file))
      _ = try LedgerEvidence.setAside(folder.file, found: "\(number)")
    }
    let kept = LedgerEvidence.all(in: folder.path + "/").map {
      (try? String(contentsOfFile: $0, encoding: .utf8)) ?? ""
    }
    #expect(kept == ["1", "2", "3", "4", "5", "6", "7", "12"])
  }
}

extension DataFolder {
  /// The ledger as a station that begins in any case.
  func resume(_ id: String, rules: String = NightStation.rules) throws -> (
    Ledger, LedgerRecovery
  ) {
    try Ledger.resume(folder: path, rules: rules) { _ in
      Ledger.Start(id: id, bootID: "boot-\(id)", wall: 1_700_000_000_000, rules: rules)
    }
  }

  /// A station that was ended in the middle of a session, with two snapshots and 90 s behind it.
  func stationInSession(entries: Int = 0) async throws -> NightStation {
    let (ledger, _) = try open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    for second in 0..<90 {
      let readings = NightStation.readings(bed: "1", hr: 70 + Double(second % 3))
      _ = await ledger.commit(station.batch([readings]))
      if second % 9 == 0 { _ = await ledger.commit(try station.act("emergency", bed: "2")) }
      if second % 30 == 29 { await ledger.keep(station) }
    }
    for number in 0..<entries {
      _ = await ledger.commit(try station.act("entry pain=3 note='\(number)'"))
    }
    await ledger.close()
    return station
  }

  /// Writes over pages of the file.
  func damage(pages: [Int]) throws {
    let file = try FileHandle(forUpdating: URL(filePath: file))
    for page in pages {
      try file.seek(toOffset: UInt64((page - 1) * 4096))
      try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
    }
    try file.close()
  }
}
