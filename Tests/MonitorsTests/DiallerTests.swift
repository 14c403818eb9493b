import Glibc
import Testing

@testable import Monitors

/// A connection of a socket to its own port, as TCP makes it now and then where nobody listens.
@Suite struct DiallerTests {
  @Test func `a socket that is connected to itself is known, and one to another is not`() throws {
    let own = try bound()
    defer { close(own.descriptor) }
    #expect(!isConnectedToItself(own.descriptor), "it is not connected")
    #expect(connect(own.descriptor, to: own.port))
    #expect(isConnectedToItself(own.descriptor))

    let server = try bound()
    defer { close(server.descriptor) }
    #expect(listen(server.descriptor, 1) == 0)
    let client = try bound()
    defer { close(client.descriptor) }
    #expect(connect(client.descriptor, to: server.port))
    #expect(!isConnectedToItself(client.descriptor))
  }

  /// A socket with a port of its own.
  private func bound() throws -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    try #require(isBound)
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private func connect(_ descriptor: Int32, to port: UInt16) -> Bool {
    var address = loopback(port: port)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
