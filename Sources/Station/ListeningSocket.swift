import Glibc
import Synchronization

/// The socket that the configuration's address, or systemd, gives to this station.
///
/// Two stations on one address would both watch, and each be seen half the time; so the second one
/// does not start.
public final class ListeningSocket: Sendable {
  /// Why the address cannot be had.
  public enum Failure: Error, Hashable, Sendable {
    /// Another program has it.
    case inUse
    /// The system refuses it.
    case refused(String)
  }

  /// Connections that wait to be taken.
  static let backlog: Int32 = 256

  /// The port; the one that was found if 0 was asked for.
  public let port: UInt16
  private let descriptor: Atomic<Int32>

  /// Listens on an address.
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
    // Connections of the last start that are not quite over do not keep this one from its address.
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0,
      listen(descriptor, Self.backlog) == 0
    else {
      let error = errno
      close(descriptor)
      throw error == EADDRINUSE ? .inUse : .refused(String(cString: strerror(error)))
    }
    self.descriptor = Atomic(descriptor)
    self.port = Self.port(of: descriptor)
  }

  /// A socket that listens already; from now on it is this one's.
  public init(descriptor: Int32) {
    self.descriptor = Atomic(descriptor)
    port = Self.port(of: descriptor)
  }

  deinit {
    let descriptor = release()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Gives the socket away, once: whoever gets it closes it; -1 after that.
  public func release() -> Int32 { descriptor.exchange(-1, ordering: .acquiringAndReleasing) }

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
