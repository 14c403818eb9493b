import Foundation
import GRDB
import InfusionCore
import Testing
import Vitals

@testable import Records

/// A ledger whose tables are those of the first step.
@Suite struct LedgerUpgradeTests {
  @Test func `a running session goes on, and those before can be listed and exported`()
    async throws
  {
    let old = try await FirstStepFolder()
    let (ledger, recovery) = try old.folder.open("s2")
    let (session, before) = (
      recovery.core?.beds.first?.watch.session, old.station.core.beds[0].watch.session
    )
    // What was known of the bed before its admission is gone.
    #expect(session?.id == before?.id)
    #expect(session?.admittedAt == before?.admittedAt)
    #expect(session?.phase == before?.phase)
    #expect(recovery.lastSequence == old.station.sequence)
    #expect(recovery.damage == nil)
    #expect(
      try await ledger.events(after: 0, limit: .max).map(\.numbered) == old.station.events)
    let listed = try await ledger.sessions(limit: 9)
    #expect(listed.map(\.id) == ["1-2", "2-1", "1-1"])
    #expect(listed.map(\.phase) == [.preparing, .closed, .closed])
    for summary in listed {
      let session = try #require(try await ledger.session(summary.id))
      #expect(session.eventsToldAgain == session.events.map(\.event), "\(summary.id)")
      let export = SessionExport(
        session: session.id, core: session.before, inputs: session.inputs,
        until: session.inputs.last?.moment)
      #expect(export?.isFaithful == true, "\(summary.id)")
    }
    #expect(try await ledger.session("1-1")?.before == old.before)
    await ledger.close()
    #expect(try await LedgerFile(folder: old.folder.path).check().findings == [])
  }

  @Test func `a ledger without running sessions raises no alarm`() async throws {
    let old = try await FirstStepFolder(endsLast: true)
    let (ledger, recovery) = try old.folder.resume("s2")
    #expect(recovery.damage == nil)
    #expect(ledger.takeNews() == [])
    var station = old.station
    #expect(recovery.lastSequence == station.sequence)
    #expect(try await ledger.sessions(limit: 9).count == 3)
    // The next session of a bed bears an id that none before it bore.
    station.resume(recovery)
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(try station.act("admit"))
    #expect(try await ledger.sessions(limit: 1).map(\.id) == ["1-3"])
    await ledger.close()
  }

  @Test func `to only read it, the station has to be started once`() async throws {
    let old = try await FirstStepFolder()
    let error = #expect(throws: LedgerError.self) { try LedgerFile(folder: old.folder.path) }
    #expect(
      error?.description
        == "\(old.folder.file): an earlier version of infusionwatch wrote it last; "
        + "start the station once: it brings its ledger to this version")
  }
}

/// What a station of the first step left: a session that closed and was packed, one whose station
/// before is in a form that nobody reads any more, and one that runs.
private struct FirstStepFolder {
  let folder: DataFolder
  private(set) var station: NightStation
  /// The station before the first session.
  let before: StationCore

  init(endsLast: Bool = false) async throws {
    let new = try DataFolder()
    let (ledger, _) = try new.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    _ = await ledger.commit(station.batch([NightStation.readings(bed: "1")]))
    before = station.core
    for (bed, next) in [("1", "2"), ("2", "1")] {
      _ = await ledger.commit(try station.act("admit", bed: bed))
      for _ in 0..<20 {
        _ = await ledger.commit(station.batch([NightStation.readings(bed: bed, spo2: 88)]))
      }
      _ = await ledger.commit(try station.act("cancel", bed: bed))
      for _ in 0..<6 {
        _ = await ledger.commit(
          station.batch([NightStation.readings(bed: next)], after: .seconds(40)))
        await ledger.keep(station)
      }
    }
    _ = await ledger.commit(try station.act("admit"))
    if endsLast { _ = await ledger.commit(try station.act("cancel")) }
    await ledger.close()
    folder = try DataFolder()
    self.station = station
    try write(from: new)
  }

  /// The same rows in the tables of the first step.
  private func write(from new: DataFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let queue = try DatabaseQueue(path: folder.file)
    try LedgerSchema.migrator.migrate(queue, upTo: "1")
    let (texts, before) = try texts()
    try queue.inDatabase { db in
      try db.execute(sql: "ATTACH ? AS new", arguments: [new.file])
      try db.execute(sql: "DELETE FROM reserved")
      for table in [
        "start", "reserved", "text", "setup", "wall_clock", "session", "input", "part",
        "event", "answer", "snapshot", "lost",
      ] {
        let columns = try db.columns(in: table).map(\.name).filter { $0 != "before" }
          .joined(separator: ", ")
        try db.execute(
          sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM new.\(table)")
      }
      for text in texts {
        try db.execute(
          sql: "INSERT OR IGNORE INTO text VALUES (?, 'protocol', ?)",
          arguments: [text.hash, text.body])
      }
      try db.execute(sql: "UPDATE snapshot SET format = 1, rules = '4'")
      try db.execute(
        sql: "UPDATE session SET before = ? WHERE id = '1-1'", arguments: [before])
      try db.execute(
        sql: "UPDATE session SET before = CAST('{\"beds\":[]}' AS BLOB) WHERE id = '2-1'")
    }
    try queue.close()
  }

  /// The first session's station before, as the first step wrote it: with its rules as texts.
  private func texts() throws -> ([FoldedJSON.Text], Data) {
    var texts: [FoldedJSON.Text] = []
    for own in station.setup.protocols {
      texts.append(try FoldedJSON.Text(own))
      texts += try own.continuous.map { try FoldedJSON.Text($0) }
      texts += try own.cuff.map { try FoldedJSON.Text($0) }
    }
    return (texts, try FoldedJSON.encode(before, folding: texts))
  }
}
