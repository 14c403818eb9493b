import Foundation
import GRDB
import Glibc

/// Puts a sound ledger in the place of one that is damaged or gone.
enum LedgerRescue {
  /// How long a start waits for what it does not need: closed sessions and old events.
  static let longestForHistory = Duration.seconds(2)

  /// Saves what can be read, sets the old files aside, and puts a new one in their place.
  ///
  /// The database is closed by now, unless `living` still reads files that lost their names.
  static func rescue(
    _ file: String, because what: String, from living: DatabasePool? = nil
  ) throws -> LedgerDamage {
    let new = file + ".new"
    unlink(new)
    let saved: String
    let isWhole = living.map { (try? copy($0, to: new)) != nil } ?? false
    if isWhole {
      saved = "all of it was saved"
    } else {
      unlink(new)
      let salvage = try LedgerSalvage.save(
        file, to: new, living: living, historyUntil: .now + longestForHistory)
      saved = salvage.words
    }
    try LedgerFolder.synchronize(new)
    let found = "\(file): \(what)\nSaved to the new ledger: \(saved)"
    let setAside = try LedgerEvidence.setAside(file, found: found)
    guard rename(new, file) == 0 else { throw LedgerFolder.unwritable(file) }
    try LedgerFolder.synchronize(file)
    return LedgerDamage(what, setAside: setAside, saved: saved, isWhole: isWhole)
  }

  private static func copy(_ living: DatabasePool, to new: String) throws {
    try LedgerFolder.create(new)
    try living.writeWithoutTransaction {
      try $0.execute(sql: "VACUUM INTO ?", arguments: [new])
    }
  }
}
