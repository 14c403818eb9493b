import Glibc

/// The bytes of a recording, readable at any offset and more than once.
///
/// A regular file is read where it lies. What comes from a pipe is kept in a nameless temporary
/// file as it is read, so that both can be looked over first and then replayed.
public final class RecordingFile {
  /// The most that is taken from a pipe, in bytes: 4 GiB.
  public static let longestStream = 4 << 30

  /// The name as it was given, for messages.
  public let name: String
  private let source: Int32
  private let isRegular: Bool
  private var spool: Int32 = -1
  private var spooled: Int = 0
  private var streamEnded = false

  /// Opens a file, a pipe or a device; `-` is the standard input.
  public init(path: String) throws(RecordingError) {
    name = path
    source = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard source >= 0, fstat(source, &status) == 0 else {
      throw RecordingError(
        file: path, line: nil, "cannot be opened (\(Self.lastError))",
        remedy: "name a recording that can be read")
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      close(source)
      throw RecordingError(
        file: path, line: nil, "is a directory", remedy: "name the recordings in it")
    }
    isRegular = kind == S_IFREG
  }

  deinit {
    close(source)
    if spool >= 0 { close(spool) }
  }

  /// Reads up to the buffer's length from an offset; 0 at the end.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(RecordingError) -> Int {
    if isRegular { return try checked { pread(source, buffer.baseAddress, buffer.count, offset) } }
    if offset < spooled {
      return try checked { pread(spool, buffer.baseAddress, buffer.count, offset) }
    }
    guard !streamEnded else { return 0 }
    let count = try checked { Glibc.read(source, buffer.baseAddress, buffer.count) }
    streamEnded = count == 0
    try keep(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  private func keep(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    guard spooled + bytes.count <= Self.longestStream else {
      throw RecordingError(
        file: name, line: nil, "the stream is longer than \(Self.longestStream) bytes",
        remedy: "save it to a file and replay that")
    }
    if spool < 0 { spool = try Self.temporaryFile(for: name) }
    var rest = bytes
    while !rest.isEmpty {
      let count = try checked { pwrite(spool, rest.baseAddress, rest.count, spooled) }
      spooled += count
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  private static func temporaryFile(for name: String) throws(RecordingError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // mkstemp(3) puts letters of its own for the six.
    var template = Array("\(folder)/infusionwatch.XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    if descriptor >= 0 {
      unlink(template)
      return descriptor
    }
    throw RecordingError(
      file: name, line: nil, "cannot be kept in \(folder) while it is read (\(lastError))",
      remedy: "set TMPDIR to a folder with space, or save the stream to a file")
  }

  private func checked(_ call: () -> Int) throws(RecordingError) -> Int {
    while true {
      let count = call()
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw RecordingError(
          file: name, line: nil, "cannot be read (\(Self.lastError))",
          remedy: "check the file and its disk")
      }
    }
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
