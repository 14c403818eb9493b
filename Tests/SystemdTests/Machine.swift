import Foundation
import PeerKit
import Synchronization

/// A machine of its own with a systemd and a journald, in which the program is installed as
/// `make install` does it; gone with the tests' process.
final class Machine: Sendable {
  /// What a command left.
  struct Outcome {
    var status: Int32
    /// Standard output and standard error.
    var output: String
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Whether there can be one here: it takes root, and its files (`boot prepare`).
  static var isPossible: Bool {
    let mark = checkout.appending(path: ".build/machine/base/etc/infusionwatch-test-machine")
    return getuid() == 0 && FileManager.default.fileExists(atPath: mark.path)
      && ProcessInfo.processInfo.environment["INFUSIONWATCH_MACHINE"] != "no"
  }

  /// The one that all tests share, booted by the first of them.
  static func shared() async throws -> Machine { try await booted.value }
  private static let booted = Task { try await Machine() }

  private static let checkout = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let script = checkout.appending(path: "Tests/SystemdTests/boot").path

  /// The monitor at bed 1, on the machine's own network.
  let monitor: Peer
  private let pid: String
  private let stage: URL
  private let process: ChildProcess
  /// The machine ends when its other end is closed, as it is when this process ends.
  private let life: Pipe

  private init() async throws {
    stage = FileManager.default.temporaryDirectory
      .appending(path: "infusionwatch-machine-\(UUID().uuidString.prefix(8))")
    try await Self.fill(stage)
    process = ChildProcess()
    process.executableURL = URL(filePath: Self.script)
    process.arguments = ["run", stage.path]
    let (input, output) = (Pipe(), Pipe())
    process.setStandardInput(input)
    process.setStandardOutput(output)
    try process.run()
    life = input
    var told = Data()
    while !told.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure(description: "the machine does not boot") }
      told += more
    }
    let words = String(decoding: told, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "machine" else {
      throw Failure(description: "the machine said: \(words)")
    }
    let pid = String(words[1])
    self.pid = pid
    monitor = try await Peer("monitor", "1502", through: [Self.script, "beside", pid])
    try await monitor.tell("beat 7")
    try FileManager.default.removeItem(at: stage)
    var state = ""
    try await eventually("it is up, but: \(state)", within: 30) {
      state = try await run("systemctl is-system-running; systemctl --failed --no-legend").output
      return state == "running\n"
    }
  }

  /// Runs a line of shell in the machine.
  @discardableResult
  func run(_ line: String) async throws -> Outcome {
    try await Self.run(Self.script, ["in", pid, "sh", "-c", line])
  }

  /// Writes a file of the machine.
  func write(_ text: String, to path: String) async throws {
    try await run("mkdir -p \"$(dirname '\(path)')\" && cat > '\(path)' <<'END'\n\(text)\nEND")
  }

  /// The installed program, with those of its libraries that Debian does not have, and a
  /// configuration that has the one monitor.
  private static func fill(_ stage: URL) async throws {
    let program = RunningCommand.path(of: "infusionwatch")
    let installed = try await run(
      "/usr/bin/make",
      ["-C", checkout.path, "install", "PROGRAM=\(program)", "DESTDIR=\(stage.path)"])
    guard installed.status == 0 else { throw Failure(description: installed.output) }
    let probe = stage.appending(path: "usr/bin/HostProbe")
    try FileManager.default.copyItem(
      at: URL(filePath: RunningCommand.path(of: "HostProbe")), to: probe)
    for line in try await run("/usr/bin/ldd", [program]).lines {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count > 2, words[1] == "=>", words[2].hasPrefix("/"),
        !words[2].hasPrefix("/lib"), !words[2].hasPrefix("/usr/lib")
      else { continue }
      let place = stage.appending(path: String(words[2]))
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: URL(filePath: String(words[2])).resolvingSymlinksInPath(), to: place)
    }
    let file = stage.appending(path: "etc/infusionwatch/station.toml")
    let text = try String(contentsOf: file, encoding: .utf8)
    // The second monitor of the shipped file stands at a serial line that is not here.
    let first = text.components(separatedBy: "[[monitor]]").prefix(2)
    try Data(first.joined(separator: "[[monitor]]").utf8).write(to: file)
  }

  private static func run(_ program: String, _ arguments: [String]) async throws -> Outcome {
    let process = ChildProcess()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.setStandardInput(FileHandle.nullDevice)
    let output = Pipe()
    process.setStandardOutput(output)
    process.setStandardError(output)
    try process.run()
    let text = await withCheckedContinuation { continuation in
      DispatchQueue(label: "a command").async {
        continuation.resume(
          returning: String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
      }
    }
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: text)
  }
}
