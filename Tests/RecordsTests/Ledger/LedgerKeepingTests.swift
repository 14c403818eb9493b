import Foundation
import GRDB
import InfusionCore
import Testing
import Vitals

@testable import Records

/// What leaves the ledger, and what stays.
@Suite struct LedgerKeepingTests {
  @Test func `readings outside a session leave once a snapshot covers them`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    for _ in 0..<4 {
      try await watch(&station, for: 30, into: ledger)
      await ledger.keep(station)
    }
    #expect(try await ledger.count("SELECT count(*) FROM input") == 30)
    #expect(try await ledger.count("SELECT count(*) FROM snapshot") == 2)
    #expect(try await ledger.count("SELECT count(*) FROM part") == 0)
    await ledger.close()
    #expect(try folder.open("s2").1.core == station.core)
  }

  @Test func `a session is the same open, closed and packed`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    try await watch(&station, for: 5, into: ledger)
    let before = station.core
    _ = await ledger.commit(try station.act("admit escort=Eva"))
    try await watch(&station, for: 40, into: ledger)
    let open = try #require(try await ledger.session("1-1"))
    #expect(open.before == before)
    #expect(open.setup == station.setup)
    #expect(open.inputs.count == 41)
    #expect(open.eventsToldAgain == open.events.map(\.event))

    await ledger.keep(station)
    try await watch(&station, for: 10, into: ledger)
    _ = await ledger.commit(try station.act("cancel"))
    let closed = try #require(try await ledger.session("1-1"))
    #expect(closed.before == before)
    #expect(closed.summary.phase == .closed)
    #expect(closed.inputs.count == 52)
    #expect(closed.inputs.starts(with: open.inputs))
    #expect(closed.eventsToldAgain == closed.events.map(\.event))

    for _ in 0..<6 {
      try await watch(&station, for: 30, into: ledger)
      await ledger.keep(station)
    }
    #expect(try await ledger.count("SELECT count(*) FROM session WHERE inputs NOT NULL") == 1)
    #expect(try await ledger.count("SELECT count(*) FROM part") == 0)
    #expect(try await ledger.session("1-1") == closed)
    #expect(try await ledger.sessions(limit: 9) == [closed.summary])
    await ledger.close()
  }

  @Test func `a discharge that is taken back opens the session again`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    let verbs = [
      "admit", "start authorised_by=dr-lee reason=urgent", "stop",
      "discharge authorised_by=dr-lee reason=well",
    ]
    for verb in verbs { _ = await ledger.commit(try station.act(verb)) }
    #expect(try await ledger.session("1-1")?.summary.closed == station.now)
    await ledger.keep(station)
    try await watch(&station, for: 20, into: ledger)
    await ledger.keep(station)
    _ = await ledger.commit(try station.act("undo"))
    let session = try #require(try await ledger.session("1-1"))
    #expect(session.summary.phase == .recovering)
    #expect(session.summary.closed == nil)
    #expect(session.eventsToldAgain == session.events.map(\.event))
    await ledger.close()
  }

  @Test(arguments: 1...2) func `every session of a random night tells its events again`(
    seed: UInt64
  ) async throws {
    let folder = try DataFolder()
    var night = try LedgerNight(seed: seed + 100)
    let (ledger, _) = try folder.open()
    _ = await ledger.commit(night.station.batch(night.station.firstInputs))
    for turn in 0..<200 {
      _ = await ledger.commit(try night.next())
      if turn % 9 == 0 { await ledger.keep(night.station) }
    }
    let sessions = try await ledger.sessions(limit: 99)
    #expect(sessions.count > 2)
    for summary in sessions {
      let kept = try #require(try await ledger.session(summary.id))
      #expect(difference(kept.eventsToldAgain, kept.events.map(\.event)) == nil)
    }
    await ledger.close()
  }

  @Test func `a damaged snapshot is passed over`() async throws {
    let folder = try DataFolder()
    var (station, ledger) = try await stationWithSession(folder)
    try await ledger.pool.write {
      try $0.execute(
        sql: """
          UPDATE snapshot SET body = CAST(replace(CAST(body AS TEXT), 'e', 'f') AS BLOB)
            WHERE number = (SELECT max(number) FROM snapshot)
          """)
    }
    _ = await ledger.commit(try station.act("emergency"))
    await ledger.close()
    let recovery = try folder.open("s2").1
    #expect(recovery.core == station.core)
    #expect(recovery.basis == .snapshot)
  }

  @Test func `a damaged row is left out, and the rest goes on`() async throws {
    let folder = try DataFolder()
    var (station, ledger) = try await stationWithSession(folder)
    _ = await ledger.commit(try station.act("emergency", bed: "2"))
    await ledger.close()
    try folder.sql {
      try $0.execute(
        sql: "UPDATE input SET body = 'x' WHERE number = (SELECT max(number) FROM input)")
    }
    let recovery = try folder.open("s2").1
    #expect(recovery.damagedRows == 1)
    #expect(recovery.core?.beds.first == station.core.beds.first)
  }

  @Test func `under other rules open sessions are built from their inputs`() async throws {
    let folder = try DataFolder()
    let (station, ledger) = try await stationWithSession(folder)
    await ledger.close()
    let recovery = try folder.open("s2", rules: "others").1
    #expect(recovery.basis == .openSessions)
    let session = recovery.core?.beds.first?.watch.session
    #expect(session == station.core.beds.first?.watch.session)
    #expect(session?.phase == .preparing)
  }

  @Test func `under other rules a session keeps its id, though one before it was packed`()
    async throws
  {
    let folder = try DataFolder()
    var (station, ledger) = try await stationWithSession(folder)
    _ = await ledger.commit(try station.act("admit", bed: "2"))
    _ = await ledger.commit(try station.act("cancel", bed: "2"))
    for _ in 0..<6 {
      try await watch(&station, for: 60, into: ledger)
      await ledger.keep(station)
    }
    _ = await ledger.commit(try station.act("admit", bed: "2"))
    await ledger.close()
    var core = try #require(try folder.open("s2", rules: "others").1.core)
    #expect(core.beds.map { $0.watch.session?.id } == ["1-1", "2-2"])
    _ = core.receive(.act(bed: "2", .cancel(reason: nil), by: nil), at: station.now)
    _ = core.receive(.act(bed: "2", .admit(.init()), by: nil), at: station.now)
    #expect(core.beds.last?.watch.session?.id == "2-3")
  }

  @Test func `old sessions and events go, with all that was theirs`() async throws {
    let folder = try DataFolder()
    var (station, ledger) = try await stationWithSession(folder)
    _ = await ledger.commit(try station.act("cancel"))
    for _ in 0..<6 {
      try await watch(&station, for: 60, into: ledger)
      await ledger.keep(station)
    }
    try await ledger.prune(keep: .minutes(400 * 24 * 60), now: station.now)
    #expect(try await ledger.sessions(limit: 9).count == 1)
    _ = await ledger.commit(try station.act("emergency", bed: "2", after: .minutes(60)))
    try await ledger.prune(keep: .minutes(30), now: station.now)
    #expect(try await ledger.sessions(limit: 9) == [])
    let left = try await ledger.events(after: 0, limit: 999)
    #expect(left.allSatisfy { station.now - $0.numbered.event.moment < .minutes(30) })
    #expect(try await ledger.reading.check().findings == [])
    await ledger.close()
  }

  /// Where two runs part, in few words.
  private func difference(_ told: [Event], _ kept: [Event]) -> String? {
    guard told != kept else { return nil }
    let index = zip(told, kept).prefix { $0 == $1 }.count
    let sides = [told, kept].map { events in
      events.dropFirst(index).prefix(2).map {
        "\($0.moment.milliseconds) \($0.session ?? "") \($0.name.rawValue) \($0.alert?.id ?? "")"
      }
    }
    return "after \(index) events: \(sides[0]) instead of \(sides[1])"
  }

  /// A session that was admitted before two snapshots were kept.
  private func stationWithSession(_ folder: DataFolder) async throws -> (NightStation, Ledger) {
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    for _ in 0..<3 {
      try await watch(&station, for: 30, into: ledger)
      await ledger.keep(station)
    }
    return (station, ledger)
  }

  /// So many seconds of readings on the first bed.
  private func watch(
    _ station: inout NightStation, for seconds: Int, into ledger: Ledger
  ) async throws {
    for second in 0..<seconds {
      let readings = NightStation.readings(bed: "1", hr: 70 + Double(second % 3))
      _ = await ledger.commit(station.batch([readings]))
    }
  }
}
