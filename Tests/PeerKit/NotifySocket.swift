import Foundation
import Synchronization

/// The end of sd_notify(3) at which a service manager listens.
public final class NotifySocket: Sendable {
  private let descriptor: Int32
  private let told = Mutex<[String]>([])

  /// The socket cannot be had.
  public struct Failure: Error {}

  /// Listens at a path.
  public init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard descriptor >= 0, path.utf8.count < room else { throw Failure() }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let isBound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isBound else { throw Failure() }
  }

  deinit { close(descriptor) }

  /// Everything that was told so far.
  public var states: [String] {
    told.withLock { told in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return told }
        told.append(String(decoding: buffer.prefix(count), as: UTF8.self))
      }
    }
  }
}
