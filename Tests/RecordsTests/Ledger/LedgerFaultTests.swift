import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// A disk that takes nothing, or takes its time.
@Suite struct LedgerFaultTests {
  @Test func `what a full disk refuses is said, and written once there is room`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    try ledger.fill()
    var failed = 0
    for _ in 0..<40 {
      let durability = await ledger.commit(
        station.batch([.act(bed: "1", .hold(reason: long), by: nil)]))
      if durability == .failed("the disk is full") { failed += 1 }
    }
    #expect(failed > 0)
    let readings = station.batch([NightStation.readings(bed: "1")])
    #expect(await ledger.commit(readings) == .failed("the disk is full"))
    #expect(ledger.failure == "the disk is full")
    try ledger.makeRoom()
    try await eventually("it heals by itself") {
      try await ledger.count("SELECT count(*) FROM input") == 43
    }
    #expect(await ledger.commit(try station.act("admit")) == .durable)
    #expect(ledger.failure == nil)
    #expect(try await ledger.events(after: 0, limit: 999).map(\.numbered) == station.events)
    await ledger.close()
    #expect(try folder.open("s2").1.core == station.core)
  }

  @Test func `a slow write is answered in time and goes on by itself`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    // Another program in the middle of a change holds the writer up.
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: folder.file, configuration: configuration)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let late = "the disk takes longer than 250 ms"
    #expect(await ledger.commit(try station.act("admit")) == .failed(late))
    let before = ContinuousClock.now
    for _ in 0..<10 {
      #expect(await ledger.commit(try station.act("emergency")) == .failed(late))
    }
    // While one write is late, no other waits for it again.
    #expect(ContinuousClock.now - before < .seconds(2))
    try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try await eventually("what was late is written") {
      try await ledger.events(after: 0, limit: 99).map(\.numbered) == station.events
    }
    #expect(await ledger.commit(try station.act("ack emergency")) == .durable)
    await ledger.close()
  }

  @Test func `no number is used twice, not even one that was only said`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    let copy = try folder.copy()
    for _ in 0..<500 { _ = try station.act("emergency") }
    let (other, recovery) = try copy.open("s2")
    #expect(recovery.lastSequence >= station.sequence)
    await other.close()
    await ledger.close()
  }

  @Test func `a clean end leaves no gap in the numbers`() async throws {
    let folder = try DataFolder()
    var station = try NightStation()
    for start in 1...3 {
      let (ledger, recovery) = try folder.open("s\(start)")
      #expect(recovery.lastSequence == station.sequence)
      _ = await ledger.commit(try station.act("admit"))
      await ledger.close()
    }
  }

  @Test func `one row that cannot be written does not hold the others`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    let batch = try station.act("admit")
    #expect(await ledger.commit(batch) == .durable)
    guard case .failed = await ledger.commit(batch) else {
      Issue.record("a number that was used is taken again")
      return
    }
    #expect(await ledger.commit(try station.act("emergency")) == .durable)
    await ledger.close()
    let lost = try folder.open("s2").1.lost
    #expect(lost == LedgerRecovery.Loss(readings: 0, others: 1 + batch.events.count))
  }

  @Test func `over the limit the oldest readings give way, and are counted`() {
    let inbox = LedgerInbox()
    let readings = (0..<1000).map { _ in
      TakenInput(NightStation.readings(bed: "1"), at: Moment(milliseconds: 0))
    }
    let verb = TakenInput(.act(bed: "1", .undo, by: nil), at: Moment(milliseconds: 0))
    for _ in 0..<200 {
      inbox.add(LedgerInbox.Entry(LedgerBatch(inputs: readings + [verb]), answer: nil))
    }
    #expect(inbox.waiting.others == 200)
    #expect(inbox.waiting.readings <= LedgerInbox.mostReadings)
    inbox.close()
    var kept = LedgerRecovery.Loss()
    var lost = 0
    while let chunk = inbox.next() {
      kept.readings += chunk.entries.map(\.readings).reduce(0, +)
      kept.others += chunk.entries.map(\.others).reduce(0, +)
      lost += chunk.lost.readings
    }
    #expect(kept.others == 200)
    #expect(kept.readings + lost == 200_000)
  }

  private let long = String(repeating: "long ", count: 300)
}
