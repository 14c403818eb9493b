import Foundation
import Glibc
import PeerKit
import Testing

/// `probe` on a pseudo-terminal, whose other end a test feeds.
@Suite struct ProbeCommandTests {
  /// So many at once that they are believed, however long the test has to wait for its turn.
  private static let frames = [[UInt8]](repeating: [0x80, 0x48, 0x61, 0x00], count: 8).flatMap(
    \.self)

  @Test func `a monitor that speaks is printed as lines that pass the check`() async throws {
    let line = try PseudoTerminal()
    let command = try RunningCommand(["probe", line.path])
    try await eventually("it is found") {
      line.write(Self.frames)
      return command.status != nil
    }
    #expect(command.status == 0)
    try await eventually("all is said") {
      command.errorLines.contains { $0.contains("nonin-df8") && $0.contains("HR 72, SpO2 97") }
        && command.outputLines.contains("protocol = \"nonin-df8\"")
    }
    let folder = try ScratchFolder()
    let text = "[station]\n" + command.outputLines.joined(separator: "\n") + "\n"
    try folder.write(text, to: "station.toml")
    #expect(try Program.run(["check", "station.toml"], in: folder.path).status == 0)
  }

  @Test func `a silent line is said to be silent`() throws {
    let line = try PseudoTerminal()
    let result = try Program.run(["probe", line.path])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("\(line.path): no byte came"))
    #expect(line.received() == [], "nothing is sent")
  }

  @Test func `a port that another program holds is refused in one line`() throws {
    let line = try PseudoTerminal()
    let holder = open(line.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(holder) }
    #expect(flock(holder, LOCK_EX) == 0)
    let result = try Program.run(["probe", line.path])
    #expect(result.status == 69)
    #expect(result.errors.hasPrefix("infusionwatch: another program holds \(line.path)"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func `Ctrl-C ends it at once`() async throws {
    let line = try PseudoTerminal()
    let command = try RunningCommand(["probe", line.path])
    try await eventually("it listens") { command.errorLines.contains { $0.contains("9600 8N1") } }
    #expect(await command.end(with: SIGINT) < .seconds(5))
    #expect(command.status == 1)
  }

  @Test(arguments: ["tcp:", "tcp:host", "tcp:host:0"])
  func `a device server without a port is a wrong command line`(port: String) throws {
    #expect(try Program.run(["probe", port]).status == 64)
  }
}
