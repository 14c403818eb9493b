import Glibc

/// Opens a TCP connection within a bound.
struct Dialler {
  /// All addresses of a name together take at most this long.
  static let milliseconds: Int64 = 2000
  /// A peer that is gone without a word is noticed after this long, even between two polls.
  static let longestSilence: Int32 = 10_000
  /// An idle connection is looked at after this many seconds, so often, before it is given up.
  private static let keepAlive = (idle: Int32(5), interval: Int32(2), count: Int32(2))

  let lookup: NameLookup
  let stop: StopSignal

  /// Why there is no connection.
  struct Failure: Error {
    var reason: String
  }

  /// A connected, non-blocking descriptor; whoever gets it closes it.
  func dial() throws(Failure) -> Int32 {
    let addresses = try lookup.addresses(stop: stop)
    let until = monotonicMilliseconds() + Self.milliseconds
    var failure = Failure(reason: "the name has no address")
    for (index, address) in addresses.enumerated() {
      // One address that does not answer leaves time for those after it.
      let left = (until - monotonicMilliseconds()) / Int64(addresses.count - index)
      do throws(Failure) {
        return try connect(to: address, milliseconds: left)
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private func connect(to address: SocketAddress, milliseconds: Int64) throws(Failure) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { throw Failure(reason: errorText(errno)) }
    setOptions(of: descriptor)
    var error = address.withSystemAddress { Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    if error == EINPROGRESS {
      switch stop.wait(for: descriptor, events: POLLOUT, milliseconds: milliseconds) {
      case .ready: error = pendingError(of: descriptor)
      case .timeout: error = ETIMEDOUT
      case .stopped: error = ECANCELED
      }
    }
    if error == 0, isConnectedToItself(descriptor) { error = ECONNREFUSED }
    guard error == 0 else {
      close(descriptor)
      throw Failure(reason: errorText(error))
    }
    return descriptor
  }

  private func setOptions(of descriptor: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    let options = [
      (tcp, TCP_NODELAY, 1), (SOL_SOCKET, SO_KEEPALIVE, 1),
      (tcp, TCP_KEEPIDLE, Self.keepAlive.idle), (tcp, TCP_KEEPINTVL, Self.keepAlive.interval),
      (tcp, TCP_KEEPCNT, Self.keepAlive.count), (tcp, TCP_USER_TIMEOUT, Self.longestSilence),
    ]
    for (level, option, value) in options {
      _ = withUnsafePointer(to: value) {
        setsockopt(descriptor, level, option, $0, socklen_t(MemoryLayout<Int32>.size))
      }
    }
  }

  private func pendingError(of descriptor: Int32) -> Int32 {
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
  }
}

/// Whether both ends of a connection are this one socket: where nobody listens on a port of this
/// machine, TCP may choose that very port for the caller and connect it to itself.
func isConnectedToItself(_ descriptor: Int32) -> Bool {
  var (own, peer) = (sockaddr_storage(), sockaddr_storage())
  let size = socklen_t(MemoryLayout<sockaddr_storage>.size)
  func read(
    _ address: inout sockaddr_storage,
    _ call: (Int32, UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int32
  ) -> Bool {
    var count = size
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, &count) == 0 }
    }
  }
  guard read(&own, { getsockname($0, $1, &$2) }), read(&peer, { getpeername($0, $1, &$2) }) else {
    return false
  }
  return withUnsafeBytes(of: own) { own in
    withUnsafeBytes(of: peer) { own.elementsEqual($0) }
  }
}
