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

  @Test func `what was kept, and perhaps never said, is known`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    let said = station.events.count
    _ = await ledger.commit(try station.act("entry pain=3"))
    // The power goes before the last turn's events are said.
    let copy = try folder.copy()
    await ledger.close()
    let (other, recovery) = try copy.open("s2")
    #expect(recovery.untold.map(\.numbered) == Array(station.events[said...]))
    #expect(recovery.untold.first?.start == "s1")
    await other.close()
    #expect(try folder.open("s3").1.untold == [])
  }

  @Test(arguments: ["format", "rules", "checksum", "body"])
  func `a snapshot of another form, other rules or a wrong checksum is not gone on from`(
    column: String
  ) async throws {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    let value = column == "rules" ? "'older'" : column == "body" ? "CAST('{}' AS BLOB)" : "77"
    try folder.sql { try $0.execute(sql: "UPDATE snapshot SET \(column) = \(value)") }
    let recovery = try folder.open("s2").1
    #expect(recovery.basis == .openSessions)
    let bed = recovery.core?.beds.first
    #expect(bed?.watch.session == station.core.beds.first?.watch.session)
    #expect(recovery.upgrade?.from == (column == "rules" ? "older" : nil))
  }

  @Test func `other rules, in whose form nothing was kept, build sessions from their inputs`()
    async throws
  {
    let folder = try DataFolder()
    let station = try await folder.stationInSession()
    try folder.sql { db in
      try db.execute(sql: "UPDATE snapshot SET rules = 'older'")
      try db.execute(sql: "UPDATE base SET body = CAST('{}' AS BLOB)")
    }
    let recovery = try folder.open("s2").1
    let session = recovery.core?.beds.first?.watch.session
    #expect(session?.id == "1-1")
    #expect(session?.admittedAt == station.core.beds.first?.watch.session?.admittedAt)
    #expect(session?.phase == .preparing)
  }

  @Test func `other rules tell what they see otherwise, and only that`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open(rules: "older")
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    _ = await ledger.commit(station.batch([NightStation.readings(bed: "1", spo2: 78)]))
    _ = await ledger.commit(station.batch([NightStation.readings(bed: "1", hr: 190)]))
    _ = await ledger.commit(station.batch([], after: .seconds(2)))
    await ledger.keep(station)
    await ledger.close()
    // The rules before did not raise the one, and had raised another.
    try folder.sql { db in
      try db.execute(sql: "DELETE FROM event WHERE CAST(body AS TEXT) LIKE '%spo2.low%'")
    }
    let recovery = try folder.open("s2").1
    let upgrade = try #require(recovery.upgrade)
    var other = try #require(station.events.last { $0.event.alert != nil }).event
    other.alert?.id = "1-1-bp.high-1"
    other.alert?.condition = .bpHigh
    var core = try #require(recovery.core)
    let last = try #require(recovery.lastMoment)
    let input = Input.station(.resumed(version: "test", told: upgrade.told + [other]))
    var told: [Event] = []
    for input in [input, .time] {
      for case .announce(let event) in core.receive(input, at: last + .milliseconds(1)) {
        told.append(event)
      }
    }
    #expect(told.map(\.name) == [.alertClosed, .alertRaised])
    #expect(told.map(\.alert?.condition) == [.bpHigh, .spo2Low])
  }
}
