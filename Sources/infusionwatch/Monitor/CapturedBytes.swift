import ArgumentParser
import Glibc

/// The bytes of a capture, from a file, a pipe or the standard input.
struct CapturedBytes: ~Copyable {
  /// A file that grows is looked at so often, in real milliseconds.
  private static let lookEvery: Int32 = 200

  private let path: String
  private let descriptor: Int32
  private let follow: Bool

  init(path: String, follow: Bool) throws {
    self.path = path
    self.follow = follow
    descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Self.failure(
        path, "cannot be opened (\(Self.lastError))", remedy: "name a capture that can be read")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw Self.failure(path, "is a directory", remedy: "name the captures in it")
    }
  }

  deinit { close(descriptor) }

  /// What comes next; nil at the end.
  mutating func next(atMost count: Int) throws -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: count)
    while true {
      let got = read(descriptor, &buffer, count)
      if got > 0 { return Array(buffer.prefix(got)) }
      if got < 0, errno == EINTR { continue }
      guard got == 0 else {
        throw Self.failure(
          path, "cannot be read (\(Self.lastError))", remedy: "name a capture that can be read")
      }
      guard follow, isRegular else { return nil }
      poll(nil, 0, Self.lookEvery)
    }
  }

  private var isRegular: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func failure(_ path: String, _ what: String, remedy: String) -> ExitCode {
    StandardError.tell("\(path): \(what); \(remedy)")
    return .unreadableInput
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
