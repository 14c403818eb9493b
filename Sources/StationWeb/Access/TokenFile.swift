import Foundation
import Glibc
import Synchronization

/// The file that holds the tokens, in the station's data folder.
///
/// It is apart from the ledger: a ledger that is set aside must not lock the nurses out.
public final class TokenFile: Sendable {
  /// The file's name.
  public static let name = "tokens.json"
  /// The largest file that is read, in bytes.
  private static let largest = 1 << 20

  /// Why the file cannot be read or written: where, what, and what to do.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// How long a change waits for another one to be over.
  private static let longestWait = Duration.seconds(10)

  /// The file.
  public let path: String
  private let read = Mutex<(stamp: Stamp, book: TokenBook)?>(nil)

  private struct Stamp: Equatable {
    var inode: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int
  }

  /// The tokens of a data folder.
  public init(folder: String) { path = "\(folder)/\(Self.name)" }

  /// The tokens as they are now; none if there is no file.
  public func book() throws(Failure) -> TokenBook {
    guard let stamp = stamp() else {
      guard errno == ENOENT else { throw failure(String(cString: strerror(errno))) }
      return TokenBook()
    }
    if let known = read.withLock({ $0 }), known.stamp == stamp { return known.book }
    guard stamp.size <= Self.largest, let data = FileManager.default.contents(atPath: path),
      let book = try? JSONDecoder().decode(TokenBook.self, from: data)
    else { throw failure("it is not a file of tokens") }
    read.withLock { $0 = (stamp, book) }
    return book
  }

  /// The tokens in force: where the file was spoiled, those that could be read last, so that nobody
  /// is locked out; and why it cannot be read now.
  func inForce() throws(Failure) -> (book: TokenBook, trouble: Failure?) {
    do {
      return (try book(), nil)
    } catch {
      guard let known = read.withLock({ $0 }) else { throw error }
      return (known.book, error)
    }
  }

  /// Changes the tokens: one change after the other, whoever makes them.
  ///
  /// Throws a `Failure` if the file cannot be read or written, or what the change throws.
  public func change(_ body: (inout TokenBook) throws -> Void) throws {
    let descriptor = try lock()
    // Closing it gives the lock up.
    defer { close(descriptor) }
    var book = try book()
    try body(&book)
    try write(book)
  }

  /// Waits for its turn to change the file; the descriptor that holds it.
  private func lock() throws(Failure) -> Int32 {
    makeFolder()
    let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
    giveToOwner(descriptor)
    let end = ContinuousClock.now + Self.longestWait
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      let isTaken = code == EWOULDBLOCK
      guard isTaken || code == EINTR, ContinuousClock.now < end else {
        close(descriptor)
        throw failure(isTaken ? "another program is changing it" : String(cString: strerror(code)))
      }
      usleep(Self.retryMicroseconds)
    }
    return descriptor
  }
  private static let retryMicroseconds: UInt32 = 5000

  private var folder: String { (path as NSString).deletingLastPathComponent }

  private func makeFolder() { _ = mkdir(folder, 0o700) }

  /// The station may run as another user than whoever adds a token: the folder is the station's.
  private func giveToOwner(_ descriptor: Int32) {
    var owner = stat()
    if stat(folder, &owner) == 0 { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
  }

  /// Writes all tokens: the file is the old one or the new one, never half of both.
  func write(_ book: TokenBook) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(book) else { throw failure("it cannot be encoded") }
    makeFolder()
    let new = "\(path).new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
    giveToOwner(descriptor)
    let isWritten = data.withUnsafeBytes { bytes in
      Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
    }
    let isKept = isWritten && fsync(descriptor) == 0
    let error = errno
    close(descriptor)
    guard isKept, rename(new, path) == 0 else {
      unlink(new)
      throw failure(String(cString: strerror(isKept ? errno : error)))
    }
  }

  private func stamp() -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      inode: UInt(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  private func failure(_ what: String) -> Failure {
    Failure(description: "\(path): \(what); check the data folder")
  }
}
