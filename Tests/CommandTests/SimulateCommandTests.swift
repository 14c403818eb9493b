import Foundation
import PeerKit
import Testing

/// `simulate`: a monitor that is none, at a port where a station can read it. One after the other:
/// each is two or three programs.
@Suite(.serialized) struct SimulateCommandTests {
  private static let languages = [
    "nonin-df1", "nonin-df2", "nonin-df7", "nonin-df8", "nonin-df13", "nonin-ascii",
    "masimo-ascii1", "nellcor-ascii", "datex-dri", "berrymed-pm6750", "suntech-nibp", "bci-5byte",
  ]

  @Test(arguments: languages + ["modbus-rtu", "modbus-tcp"])
  func `what it says to paste passes the check`(speaks: String) async throws {
    let monitor = try RunningCommand(["simulate", speaks])
    try await eventually("it says where it is") { Self.hasOpened(monitor) }
    let folder = try ScratchFolder()
    try folder.write(Self.station(of: monitor), to: "station.toml")
    let check = try Program.run(["check", "station.toml"], in: folder.path)
    #expect(check.status == 0, "\(check.errors)")
    _ = await monitor.end(with: SIGINT)
  }

  @Test(arguments: ["datex-dri", "modbus-rtu", "modbus-tcp"])
  func `a station reads it, loses it, and reads it again`(speaks: String) async throws {
    // The plug is pulled again and again, however late the station comes.
    let faults = [50, 150, 250, 350].flatMap { ["--fault", "unplug@\($0)+50"] }
    let monitor = try RunningCommand(["simulate", speaks, "--speed", "10"] + faults)
    try await eventually("it says where it is") { Self.hasOpened(monitor) }
    #expect(monitor.outputLines.first?.hasPrefix("SIMULATED \(speaks) monitor at ") == true)
    let folder = try ScratchFolder()
    try folder.write(Self.station(of: monitor), to: "station.toml")
    let station = try RunningCommand(["serve", "--config", "\(folder.path)/station.toml"])
    for event in ["link.down", "link.up"] {
      try await eventually("\(event): \(station.outputLines)") {
        station.outputLines.contains { $0.contains(#""event":"\#(event)""#) }
      }
    }
    _ = await station.end(with: SIGTERM)
    #expect(await monitor.end(with: SIGINT) < .seconds(3))
    #expect(monitor.status == 0)
    #expect(monitor.errorLines == [])
  }

  @Test func `a recording is shown as the monitor that it was`() async throws {
    let folder = try ScratchFolder()
    let rows = (0..<4000).map { "\($0),72,\($0 / 100 % 2 == 0 ? "98" : "!sensor-off")\n" }
    try folder.write("time,hr,spo2\n" + rows.joined(), to: "r.csv")
    let monitor = try RunningCommand(
      ["simulate", "nonin-df8", "--recording", "\(folder.path)/r.csv", "--speed", "20"])
    try await eventually("it says where it is") { Self.hasOpened(monitor) }
    let decoder = try RunningCommand(
      ["decode", "--format", "nonin-df8", "--follow", try Self.device(of: monitor)])
    try await eventually("the recording: \(decoder.outputLines)") {
      decoder.outputLines.contains { $0.contains(#""vital":"spo2","value":98"#) }
        && decoder.outputLines.contains { $0.contains(#""vital":"spo2","absent":"invalid"#) }
    }
    _ = await monitor.end(with: SIGTERM)
    #expect(monitor.status == 0)
    try await eventually("the line ends with it") { decoder.status != nil }
  }

  @Test func `a typed word is a fault, and an unknown one is answered with the list`() async throws
  {
    let files = try ScratchFolder()
    let process = ChildProcess()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["simulate", "nonin-df8"]
    let input = Pipe()
    process.setStandardInput(input)
    process.setStandardOutput(try files.handle("output"))
    process.setStandardError(FileHandle.nullDevice)
    try process.run()
    defer { process.terminate() }
    let typed = "fire\nlate\ngarbage 10\nsensor-off\nwell\n"
    try input.fileHandleForWriting.write(contentsOf: Data(typed.utf8))
    try await eventually("it answers") { try files.text("output").contains("All is well.\n") }
    let answers = try files.text("output").split(separator: "\n").suffix(5).map(String.init)
    #expect(
      answers == [
        "“fire” is unknown; type one of unplug, silence, garbage, frozen, sensor-off, or well.",
        "nonin-df8 answers nobody, so no answer can be late.", "garbage for 10 s.",
        "sensor-off, until you type “well”.", "All is well.",
      ])
  }

  @Test func `its pseudo-terminal is gone with it`() async throws {
    let scratch = try ScratchFolder()
    let monitor = try RunningCommand(
      ["simulate", "nonin-df8"], environment: ["TMPDIR": scratch.path])
    try await eventually("it says where it is") { Self.hasOpened(monitor) }
    #expect(try Self.device(of: monitor).hasPrefix(scratch.path))
    _ = await monitor.end(with: SIGHUP)
    #expect(monitor.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test(arguments: [
    (["nonin"], "there is no protocol “nonin”; name one of modbus-tcp, modbus-rtu, nonin-df1"),
    (["nonin-df8", "--on", "pipe"], "write pty, a path, or tcp:[HOST:]PORT"),
    (["nonin-df8", "--on", "tcp:x"], "write tcp:PORT or tcp:HOST:PORT"),
    (["modbus-tcp", "--on", "pty"], "modbus-tcp is spoken at a TCP port"),
    (["modbus-rtu", "--on", "tcp:1502"], "modbus-rtu is spoken on a line"),
    (["nonin-df8", "--fault", "wrong-checksum@3"], "no checksum that could be wrong"),
    (["nonin-df8", "--fault", "late@3"], "answers nobody"),
    (["suntech-nibp", "--fault", "sensor-off@1+2"], "no probe that could be off"),
    (["nonin-df8", "--fault", "fire@3"], "there is no fault “fire”; name one of unplug"),
    (["nonin-df8", "--fault", "silence@3+"], "write NAME@SECONDS or NAME@SECONDS+SECONDS"),
    (["nonin-df8", "--identity", "N-560"], "does not say which device it is"),
    (["masimo-ascii1", "--identity", "abc"], "write digits and capital letters"),
    (["nonin-df8", "--speed", "0"], "--speed is 0.1 to 100"),
    (["nonin-df8", "--scenario", "sleep"], "no scenario is called “sleep”"),
    (["nonin-df8", "--bed", "1"], "--bed is a bed of a --recording"),
    (["nonin-df8", "--units", "2"], "only a modbus-rtu line has more than one unit"),
  ])
  func `what makes no sense is a usage error in one line`(words: [String], told: String) throws {
    let outcome = try Program.run(["simulate"] + words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(told))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output == "")
  }

  @Test(arguments: [
    (["nonin-df8", "--on", "/dev/there-is-none"], 69 as Int32, "open /dev/there-is-none"),
    (["nonin-df8", "--on", "/etc/passwd"], 69, "/etc/passwd is no serial line"),
    (["modbus-tcp", "--on", "tcp:198.51.100.1:1502"], 69, "cannot be listened on"),
    (["nonin-df8", "--recording", "/none"], 65, "/none: cannot be opened"),
  ])
  func `what cannot be had is said in one line`(words: [String], status: Int32, told: String)
    throws
  {
    let outcome = try Program.run(["simulate"] + words)
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(told))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  private static func hasOpened(_ monitor: RunningCommand) -> Bool {
    monitor.outputLines.contains { $0.hasPrefix("Type a fault") }
  }

  private static func device(of monitor: RunningCommand) throws -> String {
    let line = monitor.outputLines.first { $0.hasPrefix("device = ") }
    return try #require(line).split(separator: "\"").map(String.init)[1]
  }

  /// A station with what is to be pasted.
  private static func station(of monitor: RunningCommand) -> String {
    let lines = monitor.outputLines.drop { $0 != "[[monitor]]" }
    let pasted = lines.prefix { !$0.hasPrefix("Type a fault") }
    return """
      [station]
      name = "S"
      listen = "127.0.0.1:\(Int.random(in: 20_000..<30_000))"
      data = "./data"
      protocol = "ketamine-40"

      """ + pasted.joined(separator: "\n") + "\n"
  }
}
