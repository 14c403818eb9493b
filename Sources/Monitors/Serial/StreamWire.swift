import Glibc

/// The connection to a monitor that speaks for itself: a tty, or a serial device server.
struct StreamWire: ~Copyable {
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

  /// Waits for bytes, at most this long; where nobody is there any more it is closed.
  mutating func hear(milliseconds: Int64) -> HeardBytes {
    switch stop.wait(for: descriptor, milliseconds: milliseconds) {
    case .stopped: return .stopped
    case .timeout: return .nothing
    case .ready: break
    }
    let heard = HeardBytes(of: descriptor, at: address)
    if case .gone = heard { close() }
    return heard
  }

  /// Sends a request whole, or says why it could not.
  mutating func send(_ bytes: [UInt8]) -> String? {
    let count = address.send(bytes, to: descriptor)
    if count == bytes.count { return nil }
    let reason = count < 0 ? errorText(errno) : "only a part of a request could be sent"
    close()
    return "\(address.words): \(reason)"
  }
}
