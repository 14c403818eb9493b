import Foundation
import Glibc

@testable import StationWeb

/// A connection on which a test says and reads what it likes, or nothing at all.
final class RawConnection: Sendable {
  /// There is no connection.
  struct Failure: Error { var number: Int32 }

  private let descriptor: Int32

  /// - Parameter buffer: how much may wait here unread, in bytes; nil: what the system thinks.
  init(port: UInt16, buffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    if var buffer {
      setsockopt(
        descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw Failure(number: errno) }
  }

  deinit { close(descriptor) }

  func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// What has come since; nil: the other side has closed.
  func hear() -> String? {
    var all: [UInt8] = []
    while true {
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        all += bytes.prefix(count)
        continue
      }
      let isOver = count == 0 || errno != EAGAIN
      return all.isEmpty && isOver ? nil : String(decoding: all, as: UTF8.self)
    }
  }

  /// How many sockets of a port this process holds on the server's side, apart from the one that
  /// listens.
  static func held(at port: UInt16) -> Int {
    let place = String(format: ":%04X", port)
    let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
    let inodes = table.split(separator: "\n").dropFirst().compactMap { line -> String? in
      let words = line.split(separator: " ")
      guard words.count > 9, words[1].hasSuffix(place), words[3] != "0A" else { return nil }
      return "socket:[\(words[9])]"
    }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let held = files.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    return Set(held).intersection(inodes).count
  }
}

extension WebHarness {
  /// A connection to its port.
  func raw(buffer: Int32? = nil) throws -> RawConnection {
    try RawConnection(port: port, buffer: buffer)
  }

  /// A connection that has asked for the stream, and reads nothing.
  func deafDisplay() throws -> RawConnection {
    let connection = try raw(buffer: 4096)
    connection.say(
      """
      GET /api/v1/stream HTTP/1.1\r
      Host: station\r
      Authorization: Bearer \(tokens[.view] ?? "")\r
      \r

      """)
    return connection
  }

  /// A figure of the metrics.
  func figure(_ name: String) async throws -> String? {
    try await call("GET", "/metrics", as: nil).text.split(separator: "\n").first {
      $0.hasPrefix("infusionwatch_\(name) ")
    }.map { String($0.split(separator: " ")[1]) }
  }
}
