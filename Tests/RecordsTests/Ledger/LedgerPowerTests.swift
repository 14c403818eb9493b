import CFaultyDisk
import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// The power goes at any write: of what no sync has brought to the disk, any part may be there, in
/// any order, torn at any sector.
///
/// `INFUSIONWATCH_CRASHES=500` tries so many nights.
@Suite struct LedgerPowerTests {
  private static let nights =
    ProcessInfo.processInfo.environment["INFUSIONWATCH_CRASHES"].flatMap { Int($0) } ?? 6

  @Test func `what was answered as durable is there, and the station goes on from it`()
    async throws
  {
    var losses = 0
    for seed in 1...Self.nights { losses += try await night(UInt64(seed)) }
    print("the power went \(losses) times in \(Self.nights) nights")
    #expect(losses > Self.nights * 4)
  }

  /// One night, and what a restart finds after each loss of power in it.
  private func night(_ seed: UInt64) async throws -> Int {
    let folder = try DataFolder()
    faulty_disk_install()
    faulty_disk_watch(folder.path)
    defer { faulty_disk_watch("") }
    let losses = folder.path + "-loss"
    let (ledger, _) = try folder.open()
    faulty_disk_lose_power(Int64(11 + seed % 17), losses, seed)
    var night = try LedgerNight(seed: seed)
    /// The station after each turn, how many events it had told, and at which operation of the disk
    /// that was answered.
    var turns: [(core: StationCore, events: Int, operation: Int64)] = []
    for turn in 0..<50 {
      let batch = turn == 0 ? night.station.batch(night.station.firstInputs) : try night.next()
      let answer = await ledger.commit(batch)
      let isKept = answer == .durable && batch.isUrgent
      turns.append(
        (
          night.station.core, night.station.events.count,
          isKept ? faulty_disk_operations() : .max
        ))
      if turn % 12 == 11 { await ledger.keep(night.station) }
    }
    faulty_disk_lose_power(0, losses, 0)
    await ledger.close()
    let parent = URL(filePath: folder.path).deletingLastPathComponent().path
    let names = try FileManager.default.contentsOfDirectory(atPath: parent)
    let found = names.filter { $0.hasPrefix("data-loss-") }
    for name in found {
      guard let operation = name.split(separator: "-").last.flatMap({ Int64($0) }) else { continue }
      try await check(
        "\(parent)/\(name)", turns, night.station.events, after: operation,
        "night \(seed), operation \(operation)")
    }
    return found.count
  }

  private func check(
    _ path: String, _ turns: [(core: StationCore, events: Int, operation: Int64)],
    _ events: [NumberedEvent], after operation: Int64, _ name: String
  ) async throws {
    let (ledger, recovery) = try DataFolder.open(path, "s2")
    let integrity = try await ledger.pool.read {
      try String.fetchAll($0, sql: "PRAGMA integrity_check")
    }
    #expect(integrity == ["ok"], "\(name)")
    let told = try await ledger.events(after: 0, limit: .max).map(\.numbered)
    #expect(told == Array(events.prefix(told.count)), "\(name)")
    let kept = turns.lastIndex { $0.operation <= operation } ?? 0
    let least = turns.first { $0.operation <= operation } == nil ? 0 : turns[kept].events
    #expect(told.count >= least, "\(name)")
    if least > 0 {
      let isOne = turns[kept...].contains { $0.core == recovery.core }
      #expect(isOne, "\(name): the station is none that was")
      #expect(recovery.lastSequence >= Int64(least), "\(name)")
    }
    await ledger.close()
  }
}

/// A disk that fails for a while, or is slow.
@Suite struct LedgerDiskTests {
  @Test func `a sync of 5 s holds no answer, and what waits is written by itself`() async throws {
    let (folder, ledger) = try faultyFolder()
    defer { faulty_disk_watch("") }
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    faulty_disk_delay_sync(5_000)
    for verb in ["admit", "emergency", "ack emergency"] {
      let before = ContinuousClock.now
      #expect(await ledger.commit(try station.act(verb)) == .failed(LedgerInbox.late))
      #expect(ContinuousClock.now - before < .seconds(2))
    }
    faulty_disk_delay_sync(0)
    try await eventually("it heals") { ledger.failure == nil }
    #expect(await ledger.commit(try station.act("entry pain=3")) == .durable)
    #expect(try await ledger.events(after: 0, limit: 99).map(\.numbered) == station.events)
    await ledger.close()
    #expect(try folder.open("s2").1.core == station.core)
  }

  @Test(arguments: [
    (13, "the disk is full"), (10, "the disk fails"), (8, "the ledger may not be written"),
  ])
  func `a disk that fails is said so, and all is written once it works again`(
    code: Int32, words: String
  ) async throws {
    let (folder, ledger) = try faultyFolder()
    defer { faulty_disk_watch("") }
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    faulty_disk_fail(code)
    for verb in ["admit", "emergency", "ack emergency"] {
      #expect(await ledger.commit(try station.act(verb)) == .failed(words))
    }
    faulty_disk_fail(0)
    try await eventually("it heals") { ledger.failure == nil }
    #expect(await ledger.commit(try station.act("entry pain=3")) == .durable)
    #expect(ledger.takeNews() == [])
    #expect(try await ledger.events(after: 0, limit: 99).map(\.numbered) == station.events)
    await ledger.close()
    #expect(try folder.open("s2").1.core == station.core)
  }

  private func faultyFolder() throws -> (DataFolder, Ledger) {
    let folder = try DataFolder()
    faulty_disk_install()
    faulty_disk_watch(folder.path)
    return (folder, try folder.open().0)
  }
}
