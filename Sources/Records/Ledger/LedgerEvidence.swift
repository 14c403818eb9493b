import Foundation
import Glibc

/// Damaged ledgers, set aside in their folder with a text of what was found: for whoever wants to
/// know what happened, and for `ledger repair`.
enum LedgerEvidence {
  /// The most that are kept. The first ones stay, as they hold what was there before the trouble;
  /// the latest takes the place of the one before it.
  static let most = 8
  static let prefix = "ledger-damaged-"
  private static let parts = ["", "-wal", "-shm"]

  /// Moves a ledger's files to a name that is not in use; nil: there is none of them.
  static func setAside(_ file: String, found: String) throws(LedgerError) -> String? {
    let present = parts.filter { access(file + $0, F_OK) == 0 }
    guard !present.isEmpty else { return nil }
    let folder = String(file.dropLast(LedgerFolder.file.count))
    makeRoom(in: folder)
    let name = freeName(in: folder)
    for part in present {
      guard rename(file + part, name + part) == 0 else { throw LedgerFolder.unwritable(file) }
    }
    // A text that finds no room is no reason to stop.
    let text = name.dropLast(".sqlite".count) + ".txt"
    try? Data((found + "\n").utf8).write(to: URL(filePath: String(text)))
    chmod(String(text), 0o600)
    return name
  }

  private static func freeName(in folder: String) -> String {
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    var name = "\(folder)\(prefix)\(time).sqlite"
    var count = 1
    while parts.contains(where: { access(name + $0, F_OK) == 0 }) {
      count += 1
      name = "\(folder)\(prefix)\(time)-\(count).sqlite"
    }
    return name
  }

  /// The damaged ledgers of a folder, the first one first: by the time and the count in their
  /// names, as the times of files are too coarse to tell several of one moment apart.
  static func all(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".sqlite") }
    let stems = files.map { $0.dropLast(".sqlite".count) }
    let ordered = stems.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    return ordered.map { "\(folder)\($0).sqlite" }
  }

  private static func makeRoom(in folder: String) {
    for file in all(in: folder).dropFirst(most - 1) {
      for part in parts { unlink(file + part) }
      unlink(String(file.dropLast(".sqlite".count)) + ".txt")
    }
  }
}
