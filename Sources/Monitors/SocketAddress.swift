import Glibc

/// One address that a name stands for, IPv4 or IPv6, with the port.
struct SocketAddress: Hashable, Sendable {
  /// `AF_INET` or `AF_INET6`.
  let family: Int32
  private let bytes: [UInt8]

  /// The address of an entry of the resolver's list.
  init?(_ entry: addrinfo) {
    guard let address = entry.ai_addr else { return nil }
    family = entry.ai_family
    bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
  }

  /// Calls a function of the system that takes an address.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { storage in
      storage.copyBytes(from: bytes)
      return storage.withMemoryRebound(to: sockaddr.self) { address in
        // The storage is larger than any address, so there is a first element.
        body(UnsafePointer(address.baseAddress.unsafelyUnwrapped), socklen_t(bytes.count))
      }
    }
  }

  /// Every address of a name; this can take as long as the name service does.
  ///
  /// - Parameter onlyNumbers: true: a name is refused, and nobody is asked.
  static func all(
    of host: String, port: UInt16, onlyNumbers: Bool = false
  ) throws(Dialler.Failure) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = onlyNumbers ? AI_NUMERICHOST : AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let error = getaddrinfo(host, String(port), &hints, &list)
    guard error == 0 else {
      throw Dialler.Failure(
        reason: "no address for \(host): \(String(cString: gai_strerror(error)))")
    }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next {
      if let address = SocketAddress(entry.pointee) { addresses.append(address) }
      next = entry.pointee.ai_next
    }
    return addresses
  }
}
