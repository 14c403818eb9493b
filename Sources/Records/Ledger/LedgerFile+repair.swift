import Glibc

extension LedgerFile {
  /// Saves what can be read of a damaged ledger to a file that is not there yet: a ledger again,
  /// with every row that was not on a damaged page. The old file stays as it is.
  ///
  /// A later version's ledger is read as far as this version knows its columns.
  public static func repair(_ file: String, to copy: String) throws(LedgerError) -> LedgerSalvage {
    try LedgerFolder.find(file)
    try LedgerFolder.create(copy)
    unlink(copy)
    do {
      let salvage = try LedgerSalvage.save(file, to: copy)
      try LedgerFolder.synchronize(copy)
      return salvage
    } catch {
      unlink(copy)
      throw LedgerError(error, copy)
    }
  }
}
