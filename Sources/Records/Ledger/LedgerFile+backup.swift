import GRDB
import Glibc

extension LedgerFile {
  /// Copies the ledger as it is now to a file that is not there yet, private and without gaps.
  ///
  /// The station writes on meanwhile. It blocks until the copy is on the disk.
  public func backup(to copy: String) throws(LedgerError) {
    try LedgerFolder.create(copy)
    do {
      try VacuumInto.copy(file, to: copy)
      try LedgerFolder.synchronize(copy)
    } catch {
      unlink(copy)
      throw LedgerError(error, copy)
    }
  }
}

/// VACUUM INTO, by a connection of its own that only reads.
private enum VacuumInto {
  static func copy(_ file: String, to copy: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(Ledger.longestBusy)
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
    try queue.close()
  }
}
