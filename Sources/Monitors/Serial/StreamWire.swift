import Glibc

/// The connection to a monitor that speaks for itself: a tty, or a serial device server.
struct StreamWire: ~Copyable {
  /// The most bytes that are read at once.
  private static let chunk = 4096

  /// What a look at the line gave.
  enum Heard: Hashable {
    case bytes([UInt8])
    case nothing
    /// Nobody is there any more: it is closed.
    case gone(String)
    case stopped
  }

  private let address: StreamAddress
  private let dialler: Dialler?
  private let stop: StopSignal
  private var descriptor: Int32 = -1

  init(_ address: StreamAddress, stop: StopSignal) throws(LinkError) {
    self.address = address
    self.stop = stop
    switch address {
    case .tty: dialler = nil
    case .tcp(let host, let port):
      dialler = Dialler(lookup: try NameLookup(host: host, port: port), stop: stop)
    }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  var isOpen: Bool { descriptor >= 0 }

  /// Opens the line, for this process alone; the reason if that fails.
  mutating func open() -> String? {
    do throws(Dialler.Failure) {
      switch address {
      case .tty(let line): descriptor = try TtyOpener(line: line).open()
      case .tcp: descriptor = try dialler?.dial() ?? -1
      }
      return nil
    } catch {
      return error.reason
    }
  }

  /// A port that is gone is let go at once: while it is held, its successor gets another name.
  mutating func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Waits for bytes, at most this long.
  mutating func hear(milliseconds: Int64) -> Heard {
    switch stop.wait(for: descriptor, milliseconds: milliseconds) {
    case .stopped: return .stopped
    case .timeout: return .nothing
    case .ready: break
    }
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 { return .bytes(Array(buffer.prefix(count))) }
    let error = errno
    if count < 0, error == EAGAIN || error == EINTR { return .nothing }
    close()
    // A line that was pulled out reads as its end first, and as an error after.
    return .gone(count == 0 ? address.goneReason : "\(address.words): \(errorText(error))")
  }

  /// Sends a request whole, or says why it could not.
  mutating func send(_ bytes: [UInt8]) -> String? {
    let count =
      switch address {
      case .tty: write(descriptor, bytes, bytes.count)
      case .tcp: Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      }
    if count == bytes.count { return nil }
    let reason = count < 0 ? errorText(errno) : "only a part of a request could be sent"
    close()
    return "\(address.words): \(reason)"
  }
}
