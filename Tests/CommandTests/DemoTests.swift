import Foundation
import PeerKit
import Testing

/// The first thing that a new user runs.
@Suite struct DemoTests {
  @Test func `it says that all is simulated, tells each bed's story, and Ctrl-C ends it`()
    async throws
  {
    let command = try RunningCommand(["demo", "--speed", "20"])
    let stories = [
      ("bed 2", "SpO2 8"), ("bed 2", "nurse knows"), ("bed 4", "Probe off"),
      ("bed 3", "nurse knows"), ("bed 1", "cannot be reached"), ("bed 1", "answers again"),
      ("bed 3", "!!!"), ("bed 4", "Nobody has answered"), ("bed 3", "Infusion held"),
      ("bed 1", "recovery runs"), ("bed 3", "Infusion goes on"),
    ]
    for (bed, words) in stories {
      try await eventually("\(bed): \(words) in \(command.outputLines)") {
        command.outputLines.contains { $0.contains("  \(bed)  ") && $0.contains(words) }
      }
    }
    #expect(command.outputLines.first?.hasPrefix("SIMULATED patients, 20 times faster") == true)
    for monitor in [
      "bed 1  modbus-tcp at 127.0.0.1:", "bed 2  datex-dri at /", "bed 4  modbus-rtu at /",
    ] {
      #expect(command.outputLines.contains { $0.hasPrefix(monitor) })
    }
    #expect(command.errorLines == [])
    #expect(await command.end(with: SIGINT) < .seconds(3))
    #expect(command.status == 0)
  }

  @Test func `a newcomer sees a first alert within 20 s`() async throws {
    let command = try RunningCommand(["demo"])
    try await eventually("an alert: \(command.outputLines)", within: 20) {
      command.outputLines.contains { $0.contains("  !!   ") }
    }
    #expect(command.outputLines.first?.hasPrefix("SIMULATED patients, 5 times faster") == true)
    _ = await command.end(with: SIGINT)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `its folder is its user's own, and nothing is left behind however early it ends`(
    signal: Int32
  ) async throws {
    let scratch = try ScratchFolder()
    let command = try RunningCommand(["demo"], environment: ["TMPDIR": scratch.path])
    try await eventually("a folder") { try !entries(of: scratch).isEmpty }
    let name = try entries(of: scratch).first ?? ""
    #expect(name.hasPrefix("infusionwatch-demo."))
    let folder = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/\(name)")
    #expect(folder[.posixPermissions] as? Int == 0o700)
    _ = await command.end(with: signal)
    #expect(command.status == 0)
    #expect(command.errorLines == [])
    #expect(try entries(of: scratch) == [])
  }

  @Test func `without a reader nothing is left behind either`() async throws {
    let scratch = try ScratchFolder()
    let command = try RunningCommand(
      ["demo"], environment: ["TMPDIR": scratch.path], readsOutput: false)
    try await eventually("it ends") { command.status != nil }
    #expect(command.status == 0)
    #expect(try entries(of: scratch) == [])
  }

  @Test func `a trainer has a bed for each scenario, and nobody answers there`() async throws {
    let command = try RunningCommand(
      ["demo", "--speed", "20", "--scenario", "probe-off", "--scenario", "desaturation"])
    for (bed, words) in [("bed 2", "SpO2 8"), ("bed 1", "Nobody has answered")] {
      try await eventually("\(bed): \(words) in \(command.outputLines)") {
        command.outputLines.contains { $0.contains("  \(bed)  ") && $0.contains(words) }
      }
    }
    #expect(!command.outputLines.contains { $0.contains("bed 3") || $0.contains("nurse knows") })
    #expect(await command.end(with: SIGINT) < .seconds(3))
    #expect(command.status == 0)
  }

  @Test(arguments: [
    (["--speed", "0"], "--speed is 1 to 20"),
    (["--speed", "fast"], "'fast' is invalid"),
    (["--scenario", "sleep"], "no scenario is called “sleep”; there are usual-rise, desaturation"),
    (["--scenario"], "Missing value"),
    (Array(repeating: ["--scenario", "probe-off"], count: 9).flatMap { $0 }, "at most 8 times"),
    (["--beds", "4"], "Unknown option"),
  ])
  func `flags that make no sense are a usage error in one line`(flags: [String], words: String)
    throws
  {
    let outcome = try Program.run(["demo"] + flags)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(words))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output == "")
  }

  @Test func `where no folder can be made it says so in one line`() async throws {
    let command = try RunningCommand(["demo"], environment: ["TMPDIR": "/nowhere"])
    try await eventually("a line and the end") {
      command.status != nil && !command.errorLines.isEmpty
    }
    #expect(command.status == 69)
    #expect(
      command.errorLines == [
        "infusionwatch: /nowhere takes no folder (No such file or directory); "
          + "set TMPDIR to one that can be written"
      ])
  }

  private func entries(of folder: ScratchFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }
}
