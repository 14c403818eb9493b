import Glibc

/// A file descriptor that is written in large pieces.
public struct OutputFile: ~Copyable {
  /// Nobody reads any more, or nothing can be written.
  public struct Failure: Error, Hashable, Sendable {
    /// The reader went away, as `head` does: no fault of anybody.
    public var isClosedPipe: Bool
    /// The system's words.
    public var reason: String

    /// What a file could not be.
    public init(isClosedPipe: Bool = false, reason: String) {
      self.isClosedPipe = isClosedPipe
      self.reason = reason
    }
  }

  /// How much is gathered before it is written, in bytes.
  private static let gathered = 65_536

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Writes to the standard output. A pipe that nobody reads becomes a `Failure`.
  public init() { self.init(descriptor: STDOUT_FILENO) }

  /// Writes to a new file, which must not be there yet.
  public init(creating path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(isClosedPipe: false, reason: "\(path): \(String(cString: strerror(errno)))")
    }
    self.init(descriptor: descriptor)
  }

  /// Writes to a descriptor that stays open.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    signal(SIGPIPE, SIG_IGN)
  }

  /// Adds bytes.
  public mutating func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
    buffer += bytes
    if buffer.count >= Self.gathered { try flush() }
  }

  /// Writes what was gathered.
  public mutating func flush() throws(Failure) {
    defer { buffer.removeAll(keepingCapacity: true) }
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(isClosedPipe: errno == EPIPE, reason: String(cString: strerror(errno)))
      }
      written += count
    }
  }
}
