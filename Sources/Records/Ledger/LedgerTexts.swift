import Foundation
import GRDB
import InfusionCore
import Synchronization

/// The long texts of a ledger: protocols, and the guidance of alerts.
final class LedgerTexts: Sendable {
  private struct State {
    var guidance: [Guidance: FoldedJSON.Text] = [:]
    /// Those that the ledger holds.
    var kept: [Int64: Data] = [:]
  }
  private let state = Mutex(State())

  /// The texts that a ledger holds already.
  init(_ db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT hash, body FROM text") {
      let text = FoldedJSON.Text(hash: row[0], body: row[1])
      state.withLock { $0.kept[text.hash] = text.body }
    }
  }

  func body(_ hash: Int64) -> Data? { state.withLock { $0.kept[hash] } }

  /// Keeps the protocols of a configuration, and gives their texts.
  func keep(_ protocols: [TreatmentProtocol], in db: Database) throws -> [FoldedJSON.Text] {
    let texts = try protocols.map { try FoldedJSON.Text($0) }
    for text in texts { try insert(text, kind: "protocol", in: db) }
    return texts
  }

  /// Keeps the guidance of an alert, and gives its text.
  func keep(_ guidance: Guidance, in db: Database) throws -> FoldedJSON.Text {
    let known = state.withLock { $0.guidance[guidance] }
    let text = try known ?? FoldedJSON.Text(guidance)
    try insert(text, kind: "guidance", in: db)
    state.withLock { $0.guidance[guidance] = text }
    return text
  }

  /// A transaction may still fail: only after the next look at the table is a text taken as kept.
  private func insert(_ text: FoldedJSON.Text, kind: String, in db: Database) throws {
    guard body(text.hash) == nil else { return }
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO text VALUES (?, ?, ?)")
      .execute(arguments: [text.hash, kind, text.body])
  }

  /// Takes what a committed transaction wrote.
  func committed(_ texts: [FoldedJSON.Text]) {
    state.withLock { state in
      for text in texts { state.kept[text.hash] = text.body }
    }
  }
}
