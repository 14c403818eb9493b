import GRDB
import Glibc
import InfusionCore

/// Why a ledger cannot be opened, copied or read: one line, with its file and what to do.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a program can do about it.
  public enum Kind: Hashable, Sendable {
    /// Another station holds the folder.
    case inUse
    /// A later infusionwatch wrote it.
    case newerVersion
    /// The folder or the file does not let itself be written.
    case unwritable
    /// No room on the disk.
    case full
    /// The file is there, but it is no ledger, or damaged.
    case unreadable
    /// There is no ledger.
    case missing
    /// The file that is to be written is there already.
    case exists
  }

  public var kind: Kind
  /// The file or folder, as it was given.
  public var file: String
  /// What is wrong, in one plain sentence.
  public var what: String
  /// What to do about it.
  public var remedy: String

  init(_ kind: Kind, _ file: String, _ what: String, remedy: String) {
    self.kind = kind
    self.file = file
    self.what = what
    self.remedy = remedy
  }

  /// `FILE: what; what to do`, always one line.
  public var description: String { "\(file): \(what); \(remedy)".onOneLine }

  /// What the database said while a file was opened, read or copied.
  init(_ error: any Error, _ file: String) {
    if let error = error as? LedgerError {
      self = error
      return
    }
    // A full disk fails in more than one way while the log's index is made.
    let isFull = (error as? DatabaseError)?.resultCode == .SQLITE_IOERR && DiskFault.isFull(file)
    let text = isFull ? DiskFault.full : DiskFault.text(error)
    switch isFull ? .SQLITE_FULL : (error as? DatabaseError)?.resultCode {
    case .SQLITE_FULL?:
      self.init(.full, file, text, remedy: "make room on the disk")
    case .SQLITE_READONLY?, .SQLITE_CANTOPEN?, .SQLITE_PERM?, .SQLITE_IOERR?, .SQLITE_AUTH?:
      self.init(.unwritable, file, text, remedy: "check the disk and who may write there")
    case .SQLITE_BUSY?, .SQLITE_LOCKED?:
      self.init(.inUse, file, text, remedy: "end the other program")
    case .SQLITE_NOTADB?:
      self.init(
        .unreadable, file, "it is no ledger", remedy: "move it away, or name another folder")
    default:
      self.init(
        .unreadable, file, "it is damaged (\(text))",
        remedy: "keep a copy of it, then move it away or put a backup in its place")
    }
  }

  /// The file itself is at fault: it may be set aside.
  var isOfFile: Bool { kind == .unreadable || kind == .newerVersion }

  static func damaged(_ file: String, _ what: String) -> LedgerError {
    LedgerError(
      .unreadable, file, what,
      remedy: "keep a copy of it, then move it away or put a backup in its place")
  }

  static func newer(_ file: String) -> LedgerError {
    LedgerError(
      .newerVersion, file, "it was written by a later version of infusionwatch",
      remedy: "install that version, or name another folder")
  }

  static func older(_ file: String) -> LedgerError {
    LedgerError(
      .missing, file, "an earlier version of infusionwatch wrote it last",
      remedy: "start the station once: it brings its ledger to this version")
  }

  static func missing(_ file: String) -> LedgerError {
    LedgerError(
      .missing, file, "there is no ledger", remedy: "name the configuration of a station that ran")
  }
}

/// What the disk or the database refused, in words for a nurse's display.
enum DiskFault {
  static let full = "the disk is full"
  /// A disk with less room counts as full, in bytes: the log and its index need as much.
  private static let least: UInt = 65_536

  static func isFull(_ file: String) -> Bool {
    var room = statvfs()
    return statvfs(file, &room) == 0 && room.f_bavail * room.f_frsize < least
  }

  static func text(_ error: any Error) -> String {
    if let error = error as? LedgerError { return error.what }
    guard let error = error as? DatabaseError else {
      return shortened("\(error)".onOneLine, most: 120)
    }
    switch error.resultCode {
    case .SQLITE_FULL: return full
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return "the ledger may not be written"
    case .SQLITE_CANTOPEN: return "the ledger cannot be opened"
    case .SQLITE_BUSY, .SQLITE_LOCKED: return "another program holds the ledger"
    case .SQLITE_IOERR: return "the disk fails"
    default: return (error.message ?? "the database refuses it").onOneLine
    }
  }

  /// What it says of a damaged file; nil: the file is not at fault.
  static func damage(_ error: any Error) -> String? {
    switch (error as? DatabaseError)?.resultCode {
    case .SQLITE_CORRUPT?: "it was damaged"
    case .SQLITE_NOTADB?: "its file was overwritten"
    default: nil
    }
  }

  /// Whether the same rows may be written another time: it is the disk's fault, not theirs.
  static func mayPass(_ error: any Error) -> Bool {
    if error is LedgerError { return true }
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE, .SQLITE_ERROR:
      return false
    default: return true
    }
  }
}
