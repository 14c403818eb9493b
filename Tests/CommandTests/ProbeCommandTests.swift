import Foundation
import Glibc
import PeerKit
import Testing

/// `probe` on a pseudo-terminal, whose other end a test feeds.
@Suite struct ProbeCommandTests {
  private static let frame: [UInt8] = [0x80, 0x48, 0x61, 0x00]

  @Test func `a monitor that speaks is printed as lines that pass the check`() async throws {
    let line = try FedLine()
    let command = try RunningCommand(["probe", line.path])
    try await eventually("it is found") {
      line.say(Self.frame)
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
    let line = try FedLine()
    let result = try Program.run(["probe", line.path])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("\(line.path): no byte came"))
    #expect(line.heard() == [], "nothing is sent")
  }

  @Test func `a port that another program holds is refused in one line`() async throws {
    let line = try FedLine()
    let first = try RunningCommand(["probe", line.path])
    try await eventually("it listens") { first.errorLines.contains { $0.contains("9600 8N1") } }
    let second = try Program.run(["probe", line.path])
    #expect(second.status == 69)
    #expect(second.errors.hasPrefix("infusionwatch: another program holds \(line.path)"))
    #expect(second.errors.split(separator: "\n").count == 1)
    #expect(await first.end(with: SIGINT) < .seconds(5))
    #expect(first.status == 1)
  }

  @Test(arguments: ["tcp:", "tcp:host", "tcp:host:0"])
  func `a device server without a port is a wrong command line`(port: String) throws {
    #expect(try Program.run(["probe", port]).status == 64)
  }
}

/// A pseudo-terminal; the test is the monitor, and keeps the line there.
private final class FedLine {
  struct Failure: Error {}

  /// TIOCSPTLCK and TIOCGPTN, which no Swift module shows.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  let path: String
  private let descriptor: Int32

  init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &locked) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw Failure() }
    path = "/dev/pts/\(number)"
    // A terminal repeats what it hears; a monitor does not.
    var settings = termios()
    tcgetattr(descriptor, &settings)
    cfmakeraw(&settings)
    tcsetattr(descriptor, TCSANOW, &settings)
  }

  deinit { close(descriptor) }

  func say(_ bytes: [UInt8]) { _ = write(descriptor, bytes, bytes.count) }

  /// What the other end sent.
  func heard() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }
}
