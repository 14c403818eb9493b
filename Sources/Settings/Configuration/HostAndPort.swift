/// A name or an address, and a port.
public struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
  /// The longest name of a machine (RFC 1035), bytes.
  private static let longestName = 253

  /// Without the brackets of an IPv6 address.
  public var host: String
  public var port: UInt16

  /// A name or an address, and a port.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `127.0.0.1:8137`, `monitor.local:502` or `[::1]:8137`.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard let port = UInt16(digits), digits.allSatisfy(\.isNumber) else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return nil
      }
    } else {
      let isName = host.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0))
      }
      guard !host.isEmpty, host.utf8.count <= Self.longestName, isName else { return nil }
    }
    self.init(host: host.lowercased(), port: port)
  }

  /// Whether only this machine can reach it.
  public var isLoopback: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    return host == "localhost" || host == "::1" || (isAddress && parts[0] == "127")
  }

  /// As it is written in a configuration.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
