import Foundation
import PeerKit
import SimulatedMonitors
import Testing
import Vitals

/// `record`: live readings to a recording.
@Suite struct RecordCommandTests {
  @Test func `live readings become a recording that replays to the same events`() async throws {
    let monitor = try monitor()
    defer { monitor.stop() }
    let run = try RunFolder(ports: [monitor.port, RunFolder.nowhere])
    let files = try ScratchFolder()
    let (recording, events) = (files.path + "/r.csv", files.path + "/e.ndjson")
    let result = try Program.run([
      "record", "--config", run.configuration, "--out", recording, "--events", events, "--for",
      "4s",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.contains("infusionwatch: recording bay-1, bay-2; Ctrl-C ends it"))
    #expect(result.errors.contains("infusionwatch: bay-2: "), "a lost link is told as it comes")
    let rows = try files.text("r.csv")
    #expect(rows.split(separator: "\n").count { $0.contains(",1,bay-1,") } >= 3)
    #expect(rows.contains("link.down monitor=bay-2"))
    let replay = try Program.run(["replay", recording, "--expect", events])
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(try files.text("e.ndjson").contains("session.admitted"))
  }

  @Test func `the bytes of a serial monitor are captured, and decode reads them`() async throws {
    let terminal = try PseudoTerminal()
    let run = try RunFolder(ports: [])
    try run.configure {
      $0 + """

        [[monitor]]
        name = "bay-1"
        bed = "1"
        [monitor.serial]
        device = "\(terminal.path)"
        protocol = "nonin-df8"

        """
    }
    let files = try ScratchFolder()
    let command = try RunningCommand(
      ["record", "--config", run.configuration, "--raw", files.path + "/raw"],
      program: Program.path)
    let frames: [UInt8] = [0x91, 0x48, 0x58, 0x00, 0x91, 0x48, 0x58, 0x00, 0x91, 0x48, 0x58, 0x00]
    try await eventually("a reading is recorded: \(command.errorLines)") {
      terminal.write(frames)
      return command.outputLines.contains { $0.contains(",1,bay-1,200,88,") }
    }
    _ = await command.end(with: SIGINT)
    #expect(command.errorLines.last?.contains("readings in") == true)
    let decoded = try Program.run([
      "decode", "--format", "nonin-df8", files.path + "/raw/bay-1.capture",
    ])
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.output.contains(#""vital":"hr","value":200"#))
    #expect(decoded.output.contains(#""skipped":0,"checksum_errors":0"#))
  }

  @Test func `a recording that is there already is not written over`() async throws {
    let run = try RunFolder(ports: [RunFolder.nowhere])
    let files = try ScratchFolder()
    try files.write("kept", to: "r.csv")
    let result = try Program.run([
      "record", "--config", run.configuration, "--out", files.path + "/r.csv", "--for", "1s",
    ])
    #expect(result.status == 69)
    #expect(result.errors.contains("r.csv: File exists"))
    #expect(try files.text("r.csv") == "kept")
  }

  @Test func `a time without a unit is refused`() throws {
    let result = try Program.run(["record", "--for", "10"])
    #expect(result.status == 64)
    #expect(result.errors.contains("--for 10 is no length of time"))
  }

  private func monitor() throws -> SimulatedMonitor {
    let bedside = SimulatedBedside(SimulatedPatient(.usualRise, seed: 1))
    let began = ContinuousClock.now
    return try SimulatedMonitor {
      let on = (ContinuousClock.now - began).components
      return bedside.registers(
        on: .milliseconds(on.seconds * 1000 + on.attoseconds / 1_000_000_000_000_000),
        started: nil)
    }
  }
}
