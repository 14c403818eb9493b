import Glibc

/// The files by which a database was opened, and whether they still bear their names: who writes
/// to a file that was deleted loses all at the next restart, and no write fails.
struct OpenedFiles: Sendable {
  private struct Identity: Hashable, Sendable {
    var device: dev_t
    var inode: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = status.st_dev
      inode = status.st_ino
    }
  }
  private let paths: [String]
  private let known: [Identity?]

  /// A database and its log, as they lie there now.
  init(_ file: String) {
    paths = [file, file + "-wal"]
    known = paths.map(Identity.init)
  }

  /// What became of them; nil: they are where they were.
  var loss: String? {
    for (path, identity) in zip(paths, known) where identity != nil {
      let found = Identity(path)
      if found == identity { continue }
      let part = path == paths[0] ? "its file" : "its log"
      return found == nil ? "\(part) was deleted" : "another file was put in place of \(part)"
    }
    return nil
  }
}
