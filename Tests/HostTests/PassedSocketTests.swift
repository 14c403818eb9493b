import Foundation
import PeerKit
import Testing

/// Sockets as `systemd-socket-activate`, which does what a socket unit does, passes them.
@Suite struct PassedSocketTests {
  @Test func `each socket comes with its name and its address, and once only`() async throws {
    let folder = try ProbeFolder()
    let port = Int.random(in: 20_000..<30_000)
    let lines = try await activated(
      ["-l", folder.path("web"), "-l", "127.0.0.1:\(port)", "-l", "[::1]:\(port)"],
      names: "local:http:http", connectingTo: folder.path("web"))
    #expect(
      lines == [
        "socket 3 local \(folder.path("web")) local",
        "socket 4 http 127.0.0.1:\(port) local", "socket 5 http [::1]:\(port) local", "then 0",
      ])
  }

  @Test func `a socket that other machines reach says so`() async throws {
    let folder = try ProbeFolder()
    let port = Int.random(in: 20_000..<30_000)
    let lines = try await activated(
      ["-l", folder.path("web"), "-l", "0.0.0.0:\(port)"], names: "local:http",
      connectingTo: folder.path("web"))
    #expect(lines.dropFirst().first == "socket 4 http 0.0.0.0:\(port)")
  }

  @Test func `a socket of datagrams is refused with what to do`() async throws {
    let folder = try ProbeFolder()
    let lines = try await activated(
      ["--datagram", "-l", folder.path("web")], names: "http", connectingTo: folder.path("web"),
      as: Int32(SOCK_DGRAM.rawValue))
    #expect(
      lines == [
        "refused: descriptor 3 (“http”), which the service manager passed, is no stream socket "
          + "that listens; write ListenStream= and Accept=no in its socket unit"
      ])
  }

  @Test func `without a service manager there is none`() async throws {
    #expect(try await ProbeFolder().probe(["sockets"]) == ["then 0"])
  }

  @Test func `those of another process are not taken`() async throws {
    let lines = try await ProbeFolder().probe(
      ["sockets"], ["LISTEN_FDS": "1", "LISTEN_PID": "1"])
    #expect(lines == ["then 0"])
  }

  /// What the probe prints once something comes to a socket of systemd-socket-activate.
  private func activated(
    _ options: [String], names: String, connectingTo path: String,
    as kind: Int32 = Int32(SOCK_STREAM.rawValue)
  ) async throws -> [String] {
    let activator = try RunningCommand(
      options + ["--fdname=\(names)", RunningCommand.path(of: "HostProbe"), "sockets"],
      program: "/usr/bin/systemd-socket-activate")
    try await eventually("it listens: \(activator.errorLines)") { knock(at: path, as: kind) }
    try await eventually("the probe ends: \(activator.errorLines)") {
      activator.outputLines.contains { $0.hasPrefix("then ") || $0.hasPrefix("refused: ") }
    }
    return activator.outputLines
  }

  private func knock(at path: String, as kind: Int32) -> Bool {
    let descriptor = socket(AF_UNIX, kind, 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
          && send(descriptor, "x", 1, Int32(MSG_NOSIGNAL)) == 1
      }
    }
  }
}
