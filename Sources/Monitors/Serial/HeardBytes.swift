import Glibc

/// What a look at a port gave.
public enum HeardBytes: Hashable, Sendable {
  case bytes([UInt8])
  case nothing
  /// Nobody is there any more.
  case gone(String)
  /// Whoever waits is to end.
  case stopped

  /// The most bytes that are read at once.
  private static let chunk = 4096

  /// What waits at a port that is readable.
  init(of descriptor: Int32, at address: StreamAddress) {
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    let count = read(descriptor, &buffer, buffer.count)
    let error = errno
    if count > 0 {
      self = .bytes(Array(buffer.prefix(count)))
    } else if count < 0, error == EAGAIN || error == EINTR {
      self = .nothing
    } else {
      // A line that was pulled out reads as its end first, and as an error after.
      self = .gone(count == 0 ? address.goneReason : "\(address.words): \(errorText(error))")
    }
  }
}

extension StreamAddress {
  /// Sends bytes, as many as the port takes: their number, or below 0 with `errno`.
  func send(_ bytes: [UInt8], to descriptor: Int32) -> Int {
    switch self {
    case .tty: write(descriptor, bytes, bytes.count)
    case .tcp: Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
  }
}
