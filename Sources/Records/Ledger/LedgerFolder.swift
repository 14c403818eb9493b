import Glibc
import Synchronization

/// The folder of one station's data: private, and held by one writer at a time.
enum LedgerFolder {
  /// The file's name in its folder.
  static let file = "ledger.sqlite"
  private static let lockFile = "ledger.lock"

  /// A hold on a folder; it ends with its process at the latest.
  final class Hold: Sendable {
    private let descriptor: Mutex<Int32?>

    fileprivate init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    func release() {
      descriptor.withLock { descriptor in
        if let descriptor { close(descriptor) }
        descriptor = nil
      }
    }
  }

  static func path(in folder: String) -> String { folder + "/" + file }

  /// Makes the folder and an empty file where there is none, and takes hold of them.
  static func take(_ folder: String) throws(LedgerError) -> Hold {
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw unwritable(folder) }
    let lock = open(folder + "/" + lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw unwritable(folder) }
    let hold = Hold(lock)
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw unwritable(folder) }
      throw LedgerError(
        .inUse, folder, "another station keeps its data here",
        remedy: "stop it, or give this one a folder of its own (data)")
    }
    try adoptRescued(folder)
    // The database's other files take its permissions.
    let data = open(path(in: folder), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard data >= 0 else { throw unwritable(path(in: folder)) }
    close(data)
    return hold
  }

  /// A ledger that was saved, and lost its power before it took its place.
  private static func adoptRescued(_ folder: String) throws(LedgerError) {
    let file = path(in: folder)
    guard access(file, F_OK) != 0, access(file + ".new", F_OK) == 0 else { return }
    _ = try LedgerEvidence.setAside(file, found: "\(file): the end of a rescue")
    guard rename(file + ".new", file) == 0 else { throw unwritable(file) }
  }

  /// Makes a private file that was not there.
  static func create(_ file: String) throws(LedgerError) {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      guard errno == EEXIST else { throw unwritable(file) }
      throw LedgerError(
        .exists, file, "it is there already", remedy: "name a file that is not there")
    }
    close(descriptor)
  }

  /// A file that is there.
  static func find(_ file: String) throws(LedgerError) {
    guard access(file, R_OK) != 0 else { return }
    guard errno != ENOENT, errno != ENOTDIR else { throw LedgerError.missing(file) }
    let reason = String(cString: strerror(errno))
    throw LedgerError(
      .unreadable, file, "it cannot be read (\(reason))", remedy: "check who may read it")
  }

  /// Brings a file, and its name, to the disk.
  static func synchronize(_ file: String) throws(LedgerError) {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
    for path in [file, folder] {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw unwritable(path) }
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw unwritable(path) }
    }
  }

  static func unwritable(_ file: String) -> LedgerError {
    let isFull = errno == ENOSPC || errno == EDQUOT
    let reason = String(cString: strerror(errno))
    return LedgerError(
      isFull ? .full : .unwritable, file, "it cannot be written (\(reason))",
      remedy: isFull
        ? "make room on the disk" : "let the station's user write there, or change data")
  }
}
