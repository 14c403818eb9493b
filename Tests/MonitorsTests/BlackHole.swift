import Glibc

/// A port of the loopback interface at which nobody accepts.
final class BlackHole {
  let port: UInt16
  private let listener: Int32
  private var guests: [Int32] = []

  struct Refused: Error {}

  /// - Parameter isFull: whether a connection does not even come about.
  init(isFull: Bool) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 0) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isListening else { throw Refused() }
    // A queue of length 0 takes one or two connections; later ones are left without a word.
    for _ in 0..<(isFull ? 4 : 0) {
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
      let guest = socket(AF_INET, kind, 0)
      guests.append(guest)
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(guest, $0, size) }
      }
    }
  }

  deinit { for descriptor in guests + [listener] { close(descriptor) } }
}
