import Foundation
import GRDB
import Glibc

/// How a station begins on whatever it finds: patients are better watched without a ledger than not
/// at all.
extension Ledger {
  /// Opens the ledger of a folder as `open` does; but one that is damaged, or of a later version,
  /// is set aside and a new one begun with what can be read of it, and one that cannot be written
  /// now is tried again until it can.
  ///
  /// Throws if another station holds the folder, or if there never was a ledger and none can be
  /// made.
  public static func resume(
    folder: String, rules: String, start: (LedgerRecovery) -> Start
  ) throws(LedgerError) -> (Ledger, LedgerRecovery) {
    do throws(LedgerError) {
      return try open(folder: folder, rules: rules, start: start)
    } catch {
      if error.isOfFile {
        do throws(LedgerError) {
          return try beginAnew(folder, rules, because: error, start)
        } catch {
          return wait(folder, rules, because: error, start)
        }
      }
      guard error.kind == .full || error.kind == .unwritable && hasRun(in: folder) else {
        throw error
      }
      return wait(folder, rules, because: error, start)
    }
  }

  private static func hasRun(in folder: String) -> Bool {
    exists(at: LedgerFolder.path(in: folder))
  }

  private static func beginAnew(
    _ folder: String, _ rules: String, because error: LedgerError,
    _ start: (LedgerRecovery) -> Start
  ) throws(LedgerError) -> (Ledger, LedgerRecovery) {
    let hold = try LedgerFolder.take(folder)
    let file = LedgerFolder.path(in: folder)
    do {
      let damage = try LedgerRescue.rescue(file, because: error.what)
      return try open(folder, hold, rules, start, news: [damage])
    } catch {
      throw LedgerError(error, file)
    }
  }

  /// A ledger that opens its file as soon as it can, with what can be read of it until then.
  private static func wait(
    _ folder: String, _ rules: String, because error: LedgerError,
    _ start: (LedgerRecovery) -> Start
  ) -> (Ledger, LedgerRecovery) {
    var recovery = UnwritableFile(LedgerFolder.path(in: folder)).recovery(rules: rules)
    let begun = start(recovery)
    // Nothing will tell of the numbers that are given until it can be written.
    recovery.passOverNumbers(until: begun.wall)
    let place = LedgerPlace(
      folder, waitingBecause: error.what, begun, after: recovery.lastSequence,
      news: [recovery.damage].compactMap(\.self))
    return (Ledger(place), recovery)
  }
}

/// A ledger on a disk that takes nothing: reading it may need room, too, and it may be damaged.
private struct UnwritableFile {
  /// A larger file is not copied to be read, in bytes.
  private static let mostCopied = 256 << 20

  let file: String

  init(_ file: String) { self.file = file }

  /// What it knows; nothing but numbers that no event bore, if nothing can be read.
  func recovery(rules: String) -> LedgerRecovery {
    let ways: [() throws -> LedgerRecovery] = [
      { try Self.read(file, rules) }, { try onCopy { try Self.read($0, rules) } },
      { try Self.salvage(file, rules) }, { try onCopy { try Self.salvage($0, rules) } },
    ]
    var first: LedgerRecovery?
    for way in ways {
      guard let found = try? way() else { continue }
      if found.basis != .unreadable { return found }
      first = first ?? found
    }
    if let first { return first }
    var nothing = LedgerRecovery()
    if Ledger.exists(at: file) { nothing.basis = .unreadable }
    nothing.lastSequence = LedgerMending.leastFreeNumber
    return nothing
  }

  private static func read(_ file: String, _ rules: String) throws -> LedgerRecovery {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    return try queue.read { try LedgerReader($0).recovery(rules: rules) }
  }

  /// Reads around whatever is damaged, into memory.
  private static func salvage(_ file: String, _ rules: String) throws -> LedgerRecovery {
    let memory = try DatabaseQueue(configuration: LedgerSalvage.quick)
    let salvage = try LedgerSalvage.save(
      file, into: memory, historyUntil: .now + LedgerRescue.longestForHistory)
    guard !salvage.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
    return try memory.read { try LedgerReader($0).recovery(rules: rules) }
  }

  /// Copies it to where there is room.
  private func onCopy(
    _ read: (String) throws -> LedgerRecovery
  ) throws -> LedgerRecovery {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
    try manager.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? manager.removeItem(atPath: folder) }
    for part in ["", "-wal"] where manager.fileExists(atPath: file + part) {
      let size = try manager.attributesOfItem(atPath: file + part)[.size] as? Int ?? 0
      guard size <= Self.mostCopied else { throw CocoaError(.fileReadTooLarge) }
      try manager.copyItem(atPath: file + part, toPath: "\(folder)/copy\(part)")
    }
    return try read("\(folder)/copy")
  }
}
