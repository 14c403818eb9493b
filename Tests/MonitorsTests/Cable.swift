import Foundation
import PeerKit

/// A network of its own at the other end of a cable that can be pulled.
final class Cable: Sendable {
  /// The address at the other end.
  let host = "198.51.100.2"
  /// The network's name.
  let namespace: String
  private let near: String
  private let far: String

  /// Whether this machine lets the tests make networks.
  static let canBeLaid = getuid() == 0 && ((try? Cable()) != nil)

  struct Refused: Error { let command: String }

  /// Lays the cable; only one at a time, since each has the same addresses.
  init() throws {
    let name = "iw\(getpid())"
    (namespace, near, far) = (name, "\(name)a", "\(name)b")
    try Self.ip("netns add \(name)")
    try Self.ip("link add \(near) type veth peer name \(far) netns \(name)")
    try Self.ip("address add 198.51.100.1/30 dev \(near)")
    try Self.ip("link set \(near) up")
    try inside("ip address add \(host)/30 dev \(far)")
    try inside("ip link set lo up")
    try plug(true)
  }

  deinit {
    try? Self.ip("link delete \(near)")
    try? Self.ip("netns delete \(namespace)")
  }

  /// Plugs the other end in, or pulls it: nobody says good-bye.
  func plug(_ isPlugged: Bool) throws {
    try inside("ip link set \(far) \(isPlugged ? "up" : "down")")
  }

  private func inside(_ command: String) throws {
    try Self.ip("netns exec \(namespace) \(command)")
  }

  private static func ip(_ arguments: String) throws {
    let process = ChildProcess()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["ip"] + arguments.split(separator: " ").map(String.init)
    process.setStandardError(FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused(command: arguments) }
  }
}
