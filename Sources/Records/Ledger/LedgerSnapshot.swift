import Foundation
import GRDB
import InfusionCore
import Vitals

/// The whole station at the end of one turn.
struct LedgerSnapshot: Sendable {
  /// Raised when the values of the core are written differently.
  static let format = 3
  /// The forms that are still read.
  private static let readable = 2...3
  /// Chooses snapshots that are still read.
  static let isReadable = "format BETWEEN \(readable.lowerBound) AND \(readable.upperBound)"

  var core: StationCore
  /// The last input that it has taken.
  var input: Int64
  var sequence: Int64
  var moment: Moment

  /// A station as a row holds it.
  static func body(of core: StationCore) throws -> Data {
    try FoldedJSON.encoder().encode(WrittenCore(core))
  }

  /// The station that a row holds.
  static func core(of body: Data) throws -> StationCore {
    try FoldedJSON.decoder().decode(WrittenCore.self, from: body).core
  }
}

extension LedgerReader {
  /// The snapshots that can be read, the newest first; a damaged one is passed over.
  ///
  /// - Parameter rules: only snapshots under these rules; nil: under any.
  func snapshots(rules: String? = nil) throws -> some Sequence<LedgerSnapshot> {
    try Row.fetchAll(
      db,
      sql: """
        SELECT input, seq, moment, checksum, body FROM snapshot
        WHERE \(LedgerSnapshot.isReadable) AND rules = ifnull(?, rules) ORDER BY number DESC
        """, arguments: [rules]
    ).lazy.compactMap { row in
      let body: Data = row["body"]
      guard Fingerprint.of(body) == row["checksum"],
        let core = try? LedgerSnapshot.core(of: body)
      else { return nil }
      return LedgerSnapshot(
        core: core, input: row["input"], sequence: row["seq"],
        moment: Moment(milliseconds: row["moment"]))
    }
  }

  /// Whether the inputs are there from the first one.
  var isWholeFromBeginning: Bool {
    get throws {
      let first = try Int64.fetchOne(db, sql: "SELECT min(number) FROM input")
      guard let first else { return try !hasRun }
      return first == 1
    }
  }

  private var hasRun: Bool {
    get throws { try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM snapshot)") ?? false }
  }
}
