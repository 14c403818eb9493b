import Foundation
import GRDB
import InfusionCore
import PeerKit
import Testing

@testable import Records

/// What is held of a data folder, and who may open it.
@Suite struct LedgerOpeningTests {
  @Test func `it is written with synchronous=FULL and a write-ahead log`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    let (synchronous, journal) = try await ledger.pool.writeWithoutTransaction { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA synchronous"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode")
      )
    }
    #expect(synchronous == 2)
    #expect(journal == "wal")
    await ledger.close()
  }

  @Test func `folder and files are private`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    var station = try NightStation()
    _ = await ledger.commit(station.batch(station.firstInputs))
    #expect(try permissions(folder.path) == 0o700)
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.lock"] {
      #expect(try permissions("\(folder.path)/\(file)") == 0o600, "\(file)")
    }
    await ledger.close()
  }

  @Test func `two stations cannot share a folder`() async throws {
    let folder = try DataFolder()
    let (ledger, _) = try folder.open()
    let error = #expect(throws: LedgerError.self) { try folder.open("s2") }
    #expect(error?.kind == .inUse)
    #expect(error?.description.contains("another station keeps its data here; stop it") == true)
    await ledger.close()
    let (next, _) = try folder.open("s3")
    await next.close()
  }

  @Test func `a ledger of a later version is left alone`() async throws {
    let folder = try DataFolder()
    await (try folder.open().0).close()
    try folder.sql { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('later')") }
    let error = #expect(throws: LedgerError.self) { try folder.open("s2") }
    #expect(error?.kind == .newerVersion)
    #expect(throws: LedgerError.newer(folder.file)) { try LedgerFile(folder: folder.path) }
    #expect(try folder.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM start") } == 1)
  }

  @Test func `a file that is no ledger is left alone`() throws {
    let folder = try DataFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let text = Data(String(repeating: "not a database\n", count: 200).utf8)
    try text.write(to: URL(filePath: folder.file))
    let error = #expect(throws: LedgerError.self) { try folder.open() }
    #expect(error?.kind == .unreadable)
    #expect(error?.what == "it is no ledger")
    #expect(try Data(contentsOf: URL(filePath: folder.file)) == text)
  }

  @Test func `a folder that cannot be written is told in one line`() throws {
    let start = Ledger.Start(id: "s", bootID: "b", wall: 0, rules: "r")
    let error = #expect(throws: LedgerError.self) {
      try Ledger.open(folder: "/proc/infusionwatch", start: start)
    }
    #expect(error?.kind == .unwritable)
    #expect(
      error?.description
        == "/proc/infusionwatch: it cannot be written (No such file or directory); "
        + "let the station's user write there, or change data")
  }

  @Test(.enabled(if: SmallDisk.canBeMade)) func `a full disk is told at the opening`() throws {
    let disk = try SmallDisk(kilobytes: 16)
    let start = Ledger.Start(id: "s", bootID: "b", wall: 0, rules: "r")
    let error = #expect(throws: LedgerError.self) {
      try Ledger.open(folder: disk.path + "/data", start: start)
    }
    #expect(error?.kind == .full)
    #expect(error?.what.contains("full") == true || error?.what.contains("space") == true)
  }

  private func permissions(_ path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return attributes[.posixPermissions] as? Int
  }
}
