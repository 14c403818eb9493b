import Glibc

/// The address that the configuration gives to this station, held for as long as this lives.
///
/// Two stations on one address would both watch, and each be seen half the time; so the second one
/// does not start. Nothing answers on the address yet: it is bound, not listened on.
public final class ListenClaim: Sendable {
  /// Why the address cannot be had.
  public enum Failure: Error, Hashable, Sendable {
    /// Another program has it.
    case inUse
    /// The system refuses it.
    case refused(String)
  }

  /// The port; the one that was found if 0 was asked for.
  public let port: UInt16
  private let descriptor: Int32

  /// Takes the address.
  public init(host: String, port: UInt16) throws(Failure) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var list: UnsafeMutablePointer<addrinfo>?
    let error = getaddrinfo(host, String(port), &hints, &list)
    guard error == 0, let address = list?.pointee else {
      throw .refused(String(cString: gai_strerror(error)))
    }
    defer { freeaddrinfo(list) }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.ai_family, kind, address.ai_protocol)
    guard descriptor >= 0 else { throw .refused(String(cString: strerror(errno))) }
    guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
      let error = errno
      close(descriptor)
      throw error == EADDRINUSE ? .inUse : .refused(String(cString: strerror(error)))
    }
    self.descriptor = descriptor
    self.port = port == 0 ? Self.port(of: descriptor) : port
  }

  deinit { close(descriptor) }

  private static func port(of descriptor: Int32) -> UInt16 {
    var address = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &size)
      }
    }
    // The port stands at the same place in addresses of both kinds.
    return UInt16(bigEndian: address.sin6_port)
  }
}
