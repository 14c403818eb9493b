import Glibc

/// Opens a TCP connection within a bound.
struct Dialler {
  /// All addresses of a name together take at most this long; resolving the name is the
  /// resolver's own time.
  static let milliseconds: Int64 = 2000

  let host: String
  let port: UInt16
  let stop: StopSignal

  /// Why there is no connection.
  struct Failure: Error {
    var reason: String
  }

  /// A connected, non-blocking descriptor; whoever gets it closes it.
  func dial() throws(Failure) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let error = getaddrinfo(host, String(port), &hints, &list)
    guard error == 0 else {
      throw Failure(reason: "no address for \(host): \(String(cString: gai_strerror(error)))")
    }
    defer { freeaddrinfo(list) }
    let until = monotonicMilliseconds() + Self.milliseconds
    var failure = Failure(reason: "no address for \(host)")
    var next = list
    while let address = next {
      do throws(Failure) {
        return try connect(to: address.pointee, until: until)
      } catch {
        failure = error
      }
      next = address.pointee.ai_next
    }
    throw failure
  }

  private func connect(to address: addrinfo, until: Int64) throws(Failure) -> Int32 {
    let kind = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.ai_family, kind, address.ai_protocol)
    guard descriptor >= 0 else { throw Failure(reason: errorText(errno)) }
    var error = Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno
    if error == EINPROGRESS {
      let left = until - monotonicMilliseconds()
      switch stop.wait(for: descriptor, events: POLLOUT, milliseconds: left) {
      case .ready: error = pendingError(of: descriptor)
      case .timeout: error = ETIMEDOUT
      case .stopped: error = ECANCELED
      }
    }
    guard error == 0 else {
      close(descriptor)
      throw Failure(reason: errorText(error))
    }
    let on: Int32 = 1
    for (level, option) in [(Int32(IPPROTO_TCP), TCP_NODELAY), (SOL_SOCKET, SO_KEEPALIVE)] {
      _ = withUnsafePointer(to: on) {
        setsockopt(descriptor, level, option, $0, socklen_t(MemoryLayout<Int32>.size))
      }
    }
    return descriptor
  }

  private func pendingError(of descriptor: Int32) -> Int32 {
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
  }
}
