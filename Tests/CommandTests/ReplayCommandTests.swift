import Foundation
import PeerKit
import Testing

/// `infusionwatch replay RECORDING...`, from the outside.
@Suite struct ReplayCommandTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write("time,bed,spo2\n0,1,79\n1,1,79\n1,2,84\n2,1,98\n", to: "low.csv")
    try folder.write("time,hr\n0,72\n1,72\n", to: "calm.csv")
  }

  private func replay(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["replay"] + arguments, in: folder.path)
  }

  private func shell(_ line: String) throws -> Program.Outcome {
    let shell = ChildProcess()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "set -o pipefail; \(line)", "bash", Program.path]
    shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let (output, errors) = (try folder.handle("output"), try folder.handle("errors"))
    shell.setStandardInput(FileHandle.nullDevice)
    shell.setStandardOutput(output)
    shell.setStandardError(errors)
    try shell.run()
    shell.waitUntilExit()
    return Program.Outcome(
      status: shell.terminationStatus, output: try folder.text("output"),
      errors: try folder.text("errors"))
  }

  @Test(arguments: [[], ["--format", "foo", "low.csv"], ["--expect", "a", "low.csv", "calm.csv"]])
  func `a wrong command line is told in one line, status 64`(arguments: [String]) throws {
    let outcome = try Program.run(["replay"] + arguments, in: folder.path)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.errors.hasPrefix("infusionwatch: "))
    #expect(outcome.errors.hasSuffix("; see infusionwatch --help\n"))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func `events are one JSON object a line`() throws {
    let outcome = try replay("low.csv")
    #expect(
      outcome.output.hasPrefix(
        "{\"seq\":1,\"time\":\"1970-01-01T00:00:00.000Z\",\"elapsed\":0.000,"))
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["session-whole", "two-beds", "signal-lost-worsens", "latched-then-returned"])
  func `a second process prints the same bytes`(golden: String) throws {
    let folder = Program.checkout("Tests/RecordsTests/Golden/\(golden)")
    let written = try String(contentsOfFile: "\(folder)/events.ndjson", encoding: .utf8)
    for _ in 0..<2 { #expect(try replay("\(folder)/recording.csv").output == written) }
  }

  @Test func `each of several recordings is named in a text and begins anew`() throws {
    let outcome = try replay("--format", "text", "low.csv", "calm.csv", "low.csv")
    let line = "00:00:00  bed 1    !!!  SpO2 79 %, below 80 %\n"
    #expect(outcome.output == "low.csv\n\(line)calm.csv\nlow.csv\n\(line)")
  }

  @Test func `a summary is one JSON object for each recording`() throws {
    let outcome = try replay("--format", "summary", "calm.csv", "low.csv")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("{\"recording\":\"calm.csv\",") == true)
    #expect(lines.last?.hasPrefix("{\"recording\":\"low.csv\",") == true)
  }

  @Test func `a bed may be picked out, but one that is there`() throws {
    #expect(try replay("--bed", "2", "low.csv").output == "")
    let outcome = try replay("--bed", "7", "low.csv")
    #expect(outcome.errors == "infusionwatch: low.csv: there is no bed 7; name one of 1, 2\n")
    #expect(outcome.status == 65)
  }

  @Test func `recordings come through a pipe as well, and an output may close early`() throws {
    #expect(try shell("cat low.csv | $1 replay - | head -c 9").output == "{\"seq\":1,")
    let rows = (0..<40_000).map { "\($0 * 60),1,\($0 % 2 == 0 ? 79 : 98)\n" }.joined()
    try folder.write("# every: 60s\ntime,bed,spo2\n" + rows, to: "long.csv")
    let outcome = try shell("$1 replay long.csv | head -1")
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func `events as expected are status 0, others are status 1 with the first difference`()
    throws
  {
    try folder.write(try replay("low.csv").output, to: "events.ndjson")
    #expect(try replay("low.csv", "--expect", "events.ndjson").status == 0)
    let outcome = try replay("calm.csv", "--expect", "events.ndjson")
    #expect(
      outcome.errors.hasPrefix("infusionwatch: events.ndjson:1: expected alert.raised spo2.low"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == 1)
  }

  @Test func `a protocol is a name or a file, and its faults are told with status 78`() throws {
    #expect(try replay("--protocol", "ketamine-60", "low.csv").status == 0)
    let shipped = Program.checkout("config/protocols/ketamine-40.toml")
    #expect(try replay("--protocol", shipped, "low.csv").status == 0)
    let outcome = try replay("--protocol", "ketamine-41", "low.csv")
    #expect(outcome.errors.hasPrefix("infusionwatch: ketamine-41: "))
    #expect(outcome.status == 78)
  }

  @Test func `a recording that names an unknown protocol is told with its line, status 65`() throws
  {
    try folder.write("# a note\n# protocol: ketamine-41\ntime,hr\n0,72\n", to: "other.csv")
    let outcome = try replay("other.csv")
    #expect(outcome.errors.hasPrefix("infusionwatch: other.csv:2: protocol ketamine-41: "))
    #expect(outcome.status == 65)
  }

  @Test(arguments: [
    "time,hr\n1,72\n0,72\n", "time,hr\n0,!asleep\n", "time,hr\n0,fast\n", "", "\u{0}\u{1}\n",
    "time,event\n0,start\n",
  ])
  func `what cannot be replayed is one line on the standard error, status 65`(text: String) throws {
    try folder.write(text, to: "wrong.csv")
    let outcome = try replay("wrong.csv")
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("infusionwatch: wrong.csv:"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == 65)
  }

  @Test func `malformed lines may be skipped, and are counted`() throws {
    try folder.write("time,spo2\n0,79\n1,low\n", to: "wrong.csv")
    let outcome = try replay("--skip-malformed", "wrong.csv")
    #expect(outcome.output.hasPrefix("{\"seq\":1,"))
    #expect(outcome.errors.hasPrefix("infusionwatch: wrong.csv: 1 malformed line skipped"))
    #expect(outcome.status == 0)
  }
}
