import Foundation
import GRDB
import InfusionCore

/// What could be read of a damaged ledger, table by table.
public struct LedgerSalvage: Hashable, Sendable {
  /// One table's rows.
  public struct Table: Hashable, Sendable {
    public var name: String
    public var saved = 0
    /// Places that cannot be read: single rows, or gaps of unknown length.
    public var unreadable = 0
  }
  public var tables: [Table] = []

  /// Nothing at all could be read.
  public var isEmpty: Bool { tables.allSatisfy { $0.saved == 0 } }
  /// Everything could be read.
  public var isWhole: Bool { tables.allSatisfy { $0.unreadable == 0 } }

  /// One line for each table.
  public var lines: [String] {
    tables.map { table in
      let lost =
        switch table.unreadable {
        case 0: ""
        case 1: ", 1 place cannot be read"
        default: ", \(table.unreadable) places cannot be read"
        }
      return "\(table.name): \(table.saved) saved\(lost)"
    }
  }

  /// The same in one line, without what is empty.
  var words: String {
    let told = zip(tables, lines).filter { $0.0.saved > 0 || $0.0.unreadable > 0 }.map(\.1)
    return told.isEmpty ? "nothing could be saved" : told.joined(separator: "; ")
  }

  /// Reads everything that can be read of a file, around whatever is damaged, into a new one.
  ///
  /// - Parameters:
  ///   - living: reads the file where it is still open.
  ///   - deadline: until when closed sessions and old events are read; what the running sessions
  ///     need is read first, and whole.
  static func save(
    _ file: String, to new: String, living: DatabasePool? = nil,
    historyUntil deadline: ContinuousClock.Instant? = nil
  ) throws -> LedgerSalvage {
    try LedgerFolder.create(new)
    let target = try DatabaseQueue(path: new, configuration: quick)
    try target.inDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
    let salvage = try save(file, into: target, living: living, historyUntil: deadline)
    try target.close()
    return salvage
  }

  /// While rows come one by one, they name others that are not there yet.
  static var quick: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }

  /// Reads what can be read into an empty database.
  static func save(
    _ file: String, into target: DatabaseQueue, living: DatabasePool? = nil,
    historyUntil deadline: ContinuousClock.Instant? = nil
  ) throws -> LedgerSalvage {
    try LedgerSchema.migrator.migrate(target)
    var salvage = LedgerSalvage()
    try target.inDatabase { try $0.execute(sql: "DELETE FROM reserved; DELETE FROM told") }
    // A file of which not even the first page can be read is saved as an empty ledger.
    if let source = try? living ?? reader(of: file) {
      // No transaction: an error in the middle would end it.
      salvage = try source.unsafeRead { from in
        try target.inTransaction { to in
          var work = SalvageWork(from: from, to: to, deadline: deadline)
          try work.run()
          return (.commit, work.salvage)
        }
      }
    }
    try target.write { try LedgerMending.mend($0) }
    return salvage
  }

  /// Reads without changing a byte, even where the header tells of more pages than there are.
  private static func reader(of file: String) throws -> any DatabaseReader {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(Ledger.longestBusy)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
    return try DatabaseQueue(path: file, configuration: configuration)
  }
}

extension DatabaseQueue {
  /// A transaction with a result.
  fileprivate func inTransaction<Value>(
    _ body: (Database) throws -> (Database.TransactionCompletion, Value)
  ) throws -> Value {
    var result: Result<Value, any Error> = .failure(CancellationError())
    try inTransaction(nil) { db in
      let (completion, value) = try body(db)
      result = .success(value)
      return completion
    }
    return try result.get()
  }
}
