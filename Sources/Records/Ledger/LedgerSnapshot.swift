import Foundation
import GRDB
import InfusionCore
import Vitals

/// The whole station at the end of one turn.
struct LedgerSnapshot: Sendable {
  /// Raised when the values of the core are written differently.
  static let format = 1

  var core: StationCore
  /// The last input that it has taken.
  var input: Int64
  var sequence: Int64
  var moment: Moment
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
        WHERE format = ? AND rules = ifnull(?, rules) ORDER BY number DESC
        """, arguments: [LedgerSnapshot.format, rules]
    ).lazy.compactMap { row in
      let body: Data = row["body"]
      guard Fingerprint.of(body) == row["checksum"],
        let core = try? decode(StationCore.self, body)
      else { return nil }
      return LedgerSnapshot(
        core: core, input: row["input"], sequence: row["seq"],
        moment: Moment(milliseconds: row["moment"]))
    }
  }

  /// The station before an input, from the last snapshot before it or from the very beginning.
  ///
  /// - Parameter known: a snapshot that need not be read.
  func core(before input: Int64, known: LedgerSnapshot? = nil) throws -> StationCore? {
    var base = known.flatMap { $0.input < input ? $0 : nil }
    if base == nil { base = try snapshots().first { $0.input < input } }
    let isWhole = try base != nil || isWholeFromBeginning
    guard isWhole else { return nil }
    var feed = CoreFeed(base?.core ?? StationCore())
    for row in try rows(after: base?.input ?? 0, upTo: input) {
      guard row.number < input else {
        // The turns before were settled; its own turn had begun.
        feed.finish(before: Moment(milliseconds: row.moment))
        continue
      }
      feed.feed(try self.input(row))
    }
    return feed.core
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
