import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// A ledger that is damaged, or loses its files, while the station writes it.
@Suite struct LedgerLossTests {
  @Test(arguments: ["ledger.sqlite", "ledger.sqlite-wal"])
  func `a file that is deleted is noticed, and all of it is saved`(name: String) async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    unlink("\(folder.path)/\(name)")
    var news: [LedgerDamage] = []
    // Nothing is committed meanwhile: it looks by itself.
    try await eventually("it is noticed", within: 5) {
      news += ledger.takeNews()
      return !news.isEmpty
    }
    #expect(news.first?.what.contains("was deleted") == true)
    #expect(news.first?.isWhole == true)
    #expect(await ledger.commit(try station.act("emergency")) == .durable)
    let copy = try folder.copy()
    await ledger.close()
    let (next, recovery) = try copy.open("s2")
    #expect(recovery.core == station.core)
    #expect(recovery.lastSequence >= station.sequence)
    #expect(try await next.events(after: 0, limit: 99).map(\.numbered) == station.events)
    await next.close()
  }

  @Test func `what is committed after the loss is durable only where it is found again`()
    async throws
  {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    unlink(folder.file)
    #expect(await ledger.commit(try station.act("admit")) == .durable)
    let copy = try folder.copy()
    let (next, recovery) = try copy.open("s2")
    #expect(recovery.core == station.core)
    await next.close()
    await ledger.close()
  }

  @Test func `another file in its place is set aside, and not written`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    let other = Data("somebody's file".utf8)
    try other.write(to: URL(filePath: folder.path + "/other"))
    rename(folder.path + "/other", folder.file)
    #expect(await ledger.commit(try station.act("admit")) == .durable)
    let damage = try #require(ledger.takeNews().first)
    #expect(damage.what == "another file was put in place of its file")
    let aside = try #require(damage.setAside)
    #expect(try Data(contentsOf: URL(filePath: aside)) == other)
    await ledger.close()
    #expect(try folder.open("s2").1.core == station.core)
  }

  @Test func `a damage that a write meets is set aside; all is kept again with the next snapshot`()
    async throws
  {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    await ledger.keep(station)
    let pages = try await ledger.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      return try Int.fetchAll(db, sql: "SELECT pageno FROM dbstat WHERE name IN ('input', 'event')")
    }
    try folder.damage(pages: pages)
    try await ledger.pool.writeWithoutTransaction { $0.releaseMemory() }
    let reason = "it was damaged; it was set aside and a new ledger begun"
    // Whether the answer waits for the new ledger, or is late.
    #expect(await ledger.commit(try station.act("emergency")) != .durable)
    try await eventually("it is begun anew") { ledger.failure == reason }
    #expect(ledger.takeNews().map(\.forNurses) == [reason])
    await ledger.keep(station)
    try await eventually("all is kept again") { ledger.failure == nil }
    #expect(await ledger.commit(try station.act("ack emergency")) == .durable)
    await ledger.close()
    let (next, recovery) = try folder.open("s2")
    #expect(recovery.core == station.core)
    #expect(recovery.lastSequence >= station.sequence)
    await next.close()
  }
}
