import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing
import Vitals

@testable import Records

/// What is written, and when it is answered.
@Suite struct LedgerCommitTests {
  @Test func `what is answered as durable is in the files`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    #expect(await ledger.commit(try station.act("admit by=anna")) == .durable)
    let copy = try folder.copy()
    let (other, recovery) = try copy.open("s2")
    #expect(recovery.core == station.core)
    #expect(try await other.events(after: 0, limit: 99).map(\.numbered) == station.events)
    await other.close()
    await ledger.close()
  }

  @Test func `readings alone are answered at once and written within a second or so`()
    async throws
  {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    let before = ContinuousClock.now
    #expect(await ledger.commit(readings(&station)) == .durable)
    let written = try await ledger.count("SELECT count(*) FROM input")
    if ContinuousClock.now - before < .milliseconds(900) { #expect(written == 2) }
    try await eventually("the readings are written") {
      try await ledger.count("SELECT count(*) FROM input") == 3
    }
    #expect(ContinuousClock.now - before > .milliseconds(900), "gathered, not written at once")
    await ledger.close()
  }

  @Test func `committing an event commits all earlier inputs`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    for _ in 0..<5 { _ = await ledger.commit(readings(&station)) }
    #expect(await ledger.commit(try station.act("admit")) == .durable)
    let lines = try await ledger.pool.read { try LedgerReader($0).rows(after: 0).map(\.line) }
    #expect(lines.count == 8)
    #expect(lines[2] == "r\t1\tbay 1\thr=72 spo2=97")
    #expect(lines.last?.hasPrefix("j\t{\"act\"") == true)
    await ledger.close()
  }

  @Test func `the end of a ledger writes what waits`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(readings(&station))
    await ledger.close()
    let (next, recovery) = try folder.open("s2")
    #expect(recovery.core == station.core)
    await next.close()
  }

  @Test func `answers are known for 24 h`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    let first = KeptAnswer.sample("first", at: station.now)
    _ = await ledger.commit(LedgerBatch(answers: [first]))
    var batch = try station.act("admit", after: .minutes(23 * 60))
    let second = KeptAnswer(
      owner: "ben", key: "first", request: "POST", at: station.now,
      reply: .refused(Refusal(.conflict, "a \"b\"", remedy: "c")))
    batch.answers = [second]
    _ = await ledger.commit(batch)
    await ledger.close()
    let (next, recovery) = try folder.open("s2")
    #expect(recovery.answers == [first, second])
    _ = await next.commit(try station.act("admit", after: .minutes(61)))
    await next.close()
    #expect(try folder.open("s3").1.answers == [second])
  }

  @Test func `a protocol is written once, whatever holds it`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    let texts = try await ledger.count("SELECT count(*) FROM text")
    #expect(texts == station.setup.protocols.count)
    for _ in 0..<3 { _ = await ledger.commit(station.batch(station.firstInputs)) }
    _ = await ledger.commit(try station.act("admit"))
    await ledger.keep(station)
    #expect(try await ledger.count("SELECT count(*) FROM text") == texts)
    #expect(try await ledger.count("SELECT count(*) FROM setup") == 1)
    #expect(try await ledger.count("SELECT length(body) FROM setup") < 1000)
    let whole = try JSONEncoder().encode(station.core).count
    let snapshot = try await ledger.count("SELECT length(body) FROM snapshot")
    let oneProtocol = try JSONEncoder().encode(station.setup.protocols[0]).count
    #expect(snapshot < whole - oneProtocol * (station.core.beds.count - 1), "all beds share it")
    await ledger.close()
  }

  private func readings(_ station: inout NightStation) -> LedgerBatch {
    station.batch([NightStation.readings(bed: "1")])
  }
}

extension KeptAnswer {
  fileprivate init(owner: String, key: String, request: String, at: Moment, reply: Reply) {
    self.init(owner: owner, key: key, request: request, reply: reply, at: at)
  }
}
