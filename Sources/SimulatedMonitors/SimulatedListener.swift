import Glibc

/// Where simulated monitors are reached by TCP.
public enum SimulatedListener {
  /// Nobody but this machine.
  public static let loopback = "127.0.0.1"

  /// Connections that wait to be taken.
  private static let backlog: Int32 = 8

  /// A descriptor that listens, and its port; whoever gets it closes it.
  ///
  /// - Parameters:
  ///   - host: an IPv4 address of this machine.
  ///   - port: 0 takes a free one.
  static func listen(
    host: String, port: UInt16
  ) throws(SimulatedFailure) -> (descriptor: Int32, port: UInt16) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw SimulatedFailure(
        description: "“\(host)” is no IPv4 address; write one, or leave it out")
    }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SimulatedFailure(description: "no socket") }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && Glibc.listen(descriptor, backlog) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isListening else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw SimulatedFailure(
        description: "\(host):\(port) cannot be listened on (\(reason)); name another port")
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// Takes a connection, which no child process inherits; nil: there is none any more.
  static func accept(from listener: Int32) -> Int32? {
    let connection = Glibc.accept(listener, nil, nil)
    guard connection >= 0 else { return nil }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return connection
  }
}
