import Foundation
import GRDB
import InfusionCore
import Synchronization

/// The long texts of a ledger: protocols, and the guidance of alerts.
final class LedgerTexts: Sendable {
  private struct State {
    var protocols: [FoldedJSON.Text] = []
    var guidance: [Guidance: FoldedJSON.Text] = [:]
    /// Those that the ledger holds.
    var kept: [Int64: Data] = [:]
  }
  private let state = Mutex(State())

  /// The texts that a ledger holds already.
  init(_ db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT hash, kind, body FROM text") {
      let text = FoldedJSON.Text(hash: row[0], body: row[2])
      state.withLock { state in
        state.kept[text.hash] = text.body
        if row[1] == "protocol" { state.protocols.append(text) }
      }
    }
  }

  /// What a snapshot may hold, the longest first.
  var protocols: [FoldedJSON.Text] {
    state.withLock(\.protocols).sorted { $0.body.count > $1.body.count }
  }

  func body(_ hash: Int64) -> Data? { state.withLock { $0.kept[hash] } }

  /// Keeps the protocols of a configuration, and gives their texts: each whole, and its rules, of
  /// which every detector holds one.
  func keep(_ protocols: [TreatmentProtocol], in db: Database) throws -> [FoldedJSON.Text] {
    var texts = try protocols.map { try FoldedJSON.Text($0) }
    for own in protocols {
      texts += try own.continuous.map { try FoldedJSON.Text($0) }
      texts += try own.cuff.map { try FoldedJSON.Text($0) }
    }
    for text in texts {
      try insert(text, kind: "protocol", in: db)
      state.withLock { state in
        if !state.protocols.contains(text) { state.protocols.append(text) }
      }
    }
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
