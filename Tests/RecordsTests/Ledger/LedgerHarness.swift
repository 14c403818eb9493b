import Foundation
import GRDB
import InfusionCore
import PeerKit
import Vitals

@testable import Records

/// A folder for a ledger, gone with its test.
final class DataFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.appending(path: "data").path
  }

  deinit {
    try? FileManager.default.removeItem(
      atPath: URL(filePath: path).deletingLastPathComponent().path)
  }

  var file: String { path + "/ledger.sqlite" }

  /// The ledger of this folder, as a station opens it.
  func open(_ id: String = "s1", rules: String = NightStation.rules) throws -> (
    Ledger, LedgerRecovery
  ) {
    try Self.open(path, id, rules: rules)
  }

  static func open(_ path: String, _ id: String, rules: String = NightStation.rules) throws -> (
    Ledger, LedgerRecovery
  ) {
    try Ledger.open(
      folder: path,
      start: Ledger.Start(id: id, bootID: "boot-\(id)", wall: 1_700_000_000_000, rules: rules))
  }

  /// A copy of the files as they lie there now: what is left when the power goes.
  func copy() throws -> DataFolder {
    let copy = try DataFolder()
    try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: true)
    for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
      let from = "\(path)/\(name)"
      guard FileManager.default.fileExists(atPath: from) else { continue }
      try FileManager.default.copyItem(atPath: from, toPath: "\(copy.path)/\(name)")
    }
    return copy
  }

  /// Reads or changes the database as another program would.
  func sql<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try DatabaseQueue(path: file).inDatabase(body)
  }
}

extension Ledger {
  /// The database has no more room than it takes now, and so many pages.
  func fill(spare pages: Int = 0) throws {
    try pool.writeWithoutTransaction { db in
      let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(count + pages)")
    }
  }

  /// There is room again.
  func makeRoom() throws {
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1073741823") }
  }

  /// Commits, snapshot included, and waits until that is kept.
  func keep(_ station: NightStation) async {
    keepSnapshot(station.core, lastSequence: station.sequence, at: station.now)
    _ = await commit(LedgerBatch(answers: [.sample(at: station.now)]))
    await settle()
  }

  /// What a query counts.
  func count(_ sql: String) async throws -> Int {
    try await pool.read { try Int.fetchOne($0, sql: sql) ?? 0 }
  }
}

extension KeptAnswer {
  static func sample(_ key: String = "k", at moment: Moment) -> KeptAnswer {
    KeptAnswer(
      owner: "anna", key: key, request: "POST /beds/1/stop", reply: .accepted([]), at: moment)
  }
}
