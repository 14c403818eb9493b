import CSystemd
import Glibc

/// A listening socket that the service manager opened for this program (sd_listen_fds(3)): clients
/// wait in it while the program restarts. Whoever takes it closes it.
public struct PassedSocket: Hashable, Sendable {
  /// Not inherited by children of this program.
  public var descriptor: Int32
  /// What the socket unit calls it (`FileDescriptorName=`), or else the unit's own name.
  public var name: String
  /// Where it listens: `127.0.0.1:8137`, `[::1]:8137`, or a path.
  public var address: String
  /// Whether only this machine reaches it.
  public var isLocal: Bool

  /// A descriptor that is not what it should be.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public var descriptor: Int32
    public var name: String

    public var description: String {
      """
      descriptor \(descriptor) (“\(name)”), which the service manager passed, is no stream socket \
      that listens; write ListenStream= and Accept=no in its socket unit
      """
    }
  }

  /// All sockets that were passed, in the unit's order; the second call finds none. One that cannot
  /// be served refuses them all, for it says that the units are not what their author meant.
  public static func takeAll() throws(Failure) -> [PassedSocket] {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = service_sockets(&list)
    guard count > 0 else { return [] }
    defer {
      for index in 0..<Int(count) { free(list?[index]) }
      free(list)
    }
    var sockets: [PassedSocket] = []
    for index in 0..<count {
      let name = list?[Int(index)].map { String(cString: $0) } ?? ""
      sockets.append(try PassedSocket(Int32(FIRST_PASSED_SOCKET) + index, name: name))
    }
    return sockets
  }

  /// Looks at one descriptor.
  init(_ descriptor: Int32, name: String) throws(Failure) {
    var address = sockaddr_storage()
    guard service_is_listening(descriptor) > 0, let size = Self.address(of: descriptor, &address),
      let place = Self.place(address, size: size)
    else { throw Failure(descriptor: descriptor, name: name) }
    self.descriptor = descriptor
    self.name = name
    (self.address, isLocal) = place
  }

  private static func address(
    of descriptor: Int32, _ address: inout sockaddr_storage
  ) -> socklen_t? {
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let error = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    return error == 0 ? size : nil
  }

  /// In words, and whether only this machine reaches it; nil: not of a family that is served.
  private static func place(
    _ address: sockaddr_storage, size: socklen_t
  ) -> (String, isLocal: Bool)? {
    switch Int32(address.ss_family) {
    case AF_UNIX: (path(address, size: size), true)
    case AF_INET:
      numeric(address, size: size).map { ("\($0):\($1)", $0.hasPrefix("127.")) }
    case AF_INET6:
      numeric(address, size: size).map {
        ("[\($0)]:\($1)", $0 == "::1" || $0.hasPrefix("::ffff:127."))
      }
    default: nil
    }
  }

  private static func numeric(
    _ address: sockaddr_storage, size: socklen_t
  ) -> (host: String, port: String)? {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let error = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getnameinfo(
          $0, size, &host, socklen_t(host.count), &port, socklen_t(port.count),
          NI_NUMERICHOST | NI_NUMERICSERV)
      }
    }
    guard error == 0 else { return nil }
    return (text(host), text(port))
  }

  private static func path(_ address: sockaddr_storage, size: socklen_t) -> String {
    let start = MemoryLayout<sa_family_t>.size
    return withUnsafeBytes(of: address) { bytes in
      let path = bytes[min(start, Int(size))..<min(Int(size), bytes.count)]
      // An abstract address begins with a zero byte, which is written as `@`.
      guard path.first == 0 else {
        return String(decoding: path.prefix { $0 != 0 }, as: UTF8.self)
      }
      return "@" + String(decoding: path.dropFirst(), as: UTF8.self)
    }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
