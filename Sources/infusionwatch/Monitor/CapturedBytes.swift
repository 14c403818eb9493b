import ArgumentParser
import Glibc
import Monitors
import Vitals

/// The bytes of a capture, from a file, a pipe or the standard input; or those of a live port.
struct CapturedBytes: ~Copyable {
  /// A file that grows is looked at so often, in real milliseconds.
  private static let lookEvery: Int32 = 200

  /// Whether it is a port: nothing is waiting to be read, and it ends when it is gone.
  let isLive: Bool
  /// Why a port ended, if nobody wanted it to.
  private(set) var goneReason: String?

  private let path: String
  private let descriptor: Int32
  private let follow: Bool
  private var port: ListenedPort?
  /// After so long without a byte a port gives none.
  static let lookedAtEvery = Span.milliseconds(250)

  /// - Parameter line: what is set if the path is a serial line; this process has it alone then.
  init(path: String, follow: Bool, line: SerialLine) throws {
    self.path = path
    self.follow = follow
    isLive = path != "-" && Self.isSerialLine(path)
    guard !isLive else {
      descriptor = -1
      let end = try EndOfCommand()
      do throws(ListenedPort.Failure) {
        var port = try ListenedPort(.tty(line), stop: end.descriptor)
        try port.set(line)
        self.port = .some(consume port)
      } catch {
        StandardError.tell("\(error.reason); name a port that no other program holds")
        throw ExitCode.unavailable
      }
      return
    }
    port = nil
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

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether it is a serial line; it is not opened, as that would move its modem lines.
  private static func isSerialLine(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return false }
    // Memory devices, such as /dev/null, are the only others that a capture is read from.
    return UInt64(status.st_rdev) >> 8 & 0xFFF != 1
  }

  /// What comes next: nothing after a while without a byte of a port; nil at the end.
  mutating func next(atMost count: Int) throws -> [UInt8]? {
    guard !isLive else { return nextOfPort() }
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

  private mutating func nextOfPort() -> [UInt8]? {
    switch port?.hear(milliseconds: Self.lookedAtEvery.milliseconds) {
    case .bytes(let bytes): return bytes
    case .nothing: return []
    case .gone(let reason):
      goneReason = reason
      return nil
    case .stopped, nil: return nil
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
