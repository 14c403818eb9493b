import Foundation
import PeerKit
import Testing

/// The units as `make install` leaves them.
@Suite struct UnitFileTests {
  @Test func `systemd-analyze finds nothing wrong with them, wherever they are installed`()
    async throws
  {
    let folder = try ProbeFolder()
    try await run(
      "/usr/bin/make",
      [
        "-C", root.path, "install", "PROGRAM=\(RunningCommand.path(of: "HostProbe"))",
        "PREFIX=\(folder.path("usr"))", "SYSCONFDIR=\(folder.path("etc"))",
      ], in: folder)
    let units = ["service", "socket"].map {
      folder.path("usr/lib/systemd/system/infusionwatch.\($0)")
    }
    let verified = try await run("/usr/bin/systemd-analyze", ["verify"] + units, in: folder)
    // What this very machine lacks is not the unit's fault.
    #expect(verified.filter { $0.contains("infusionwatch") && !$0.contains("/bin/kill") } == [])
    let service = try String(contentsOfFile: units[0], encoding: .utf8)
    #expect(service.contains("ExecStart=\(folder.path("usr/bin/infusionwatch")) serve --config "))
    #expect(service.contains("--config \(folder.path("etc/infusionwatch/station.toml"))\n"))
    let station = try String(
      contentsOfFile: folder.path("etc/infusionwatch/station.toml"), encoding: .utf8)
    #expect(station.contains("\ndata = \"/var/lib/infusionwatch\" "))
  }

  @Test func `a second installation leaves the clinic's own station.toml as it is`() async throws {
    let folder = try ProbeFolder()
    let file = folder.path("etc/infusionwatch/station.toml")
    let install = [
      "-C", root.path, "install", "PROGRAM=\(RunningCommand.path(of: "HostProbe"))",
      "DESTDIR=\(folder.path(""))",
    ]
    try await run("/usr/bin/make", install, in: folder)
    try Data("# ours\n".utf8).write(to: URL(filePath: file))
    try await run("/usr/bin/make", install, in: folder)
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

  /// What a program says, on either output, to its end. It goes to a file and not through a pipe,
  /// whose other end a program of another test may inherit.
  @discardableResult
  private func run(
    _ program: String, _ arguments: [String], in folder: ProbeFolder
  ) async throws -> [String] {
    let said = folder.path("said")
    let process = ChildProcess()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    try Data().write(to: URL(filePath: said))
    let output = try FileHandle(forWritingTo: URL(filePath: said))
    process.setStandardInput(FileHandle.nullDevice)
    process.setStandardOutput(output)
    process.setStandardError(output)
    try process.run()
    try await eventually("\(program) ends") { !process.isRunning }
    let text = try String(contentsOfFile: said, encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }
}
