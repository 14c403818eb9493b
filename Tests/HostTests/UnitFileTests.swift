import Foundation
import PeerKit
import Testing

/// The units as `make install` leaves them.
@Suite struct UnitFileTests {
  @Test func `systemd-analyze finds nothing wrong with them, wherever they are installed`() throws {
    let folder = try ProbeFolder()
    try run(
      "/usr/bin/make",
      [
        "-C", root.path, "install", "PROGRAM=\(RunningCommand.path(of: "HostProbe"))",
        "PREFIX=\(folder.path("usr"))", "SYSCONFDIR=\(folder.path("etc"))",
      ])
    let units = ["service", "socket"].map {
      folder.path("usr/lib/systemd/system/infusionwatch.\($0)")
    }
    let verified = try run("/usr/bin/systemd-analyze", ["verify"] + units)
    // What this very machine lacks is not the unit's fault.
    #expect(verified.filter { $0.contains("infusionwatch") && !$0.contains("/bin/kill") } == [])
    let service = try String(contentsOfFile: units[0], encoding: .utf8)
    #expect(service.contains("ExecStart=\(folder.path("usr/bin/infusionwatch")) serve --config "))
    #expect(service.contains("--config \(folder.path("etc/infusionwatch/station.toml"))\n"))
    let station = try String(
      contentsOfFile: folder.path("etc/infusionwatch/station.toml"), encoding: .utf8)
    #expect(station.contains("\ndata = \"/var/lib/infusionwatch\" "))
  }

  @Test func `a second installation leaves the clinic's own station.toml as it is`() throws {
    let folder = try ProbeFolder()
    let file = folder.path("etc/infusionwatch/station.toml")
    let install = [
      "-C", root.path, "install", "PROGRAM=\(RunningCommand.path(of: "HostProbe"))",
      "DESTDIR=\(folder.path(""))",
    ]
    try run("/usr/bin/make", install)
    try Data("# ours\n".utf8).write(to: URL(filePath: file))
    try run("/usr/bin/make", install)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "# ours\n")
  }

  @Test func `the socket listens where the shipped configuration says`() throws {
    let socket = try text("systemd/infusionwatch.socket")
    let station = try text("config/station.toml")
    let address = try #require(station.firstMatch(of: /listen = "([^"]+)"/)?.1)
    #expect(socket.contains("ListenStream=\(address)\n"))
    #expect(socket.contains("FileDescriptorName=http\n"))
  }

  private let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// What a program says, on either output, to its end.
  @discardableResult
  private func run(_ program: String, _ arguments: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
