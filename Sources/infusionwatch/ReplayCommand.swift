import ArgumentParser
import InfusionCore
import Records
import Settings

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Recorded vitals through the same rules on a virtual clock.",
    discussion: "Each recording is judged by itself, in the order given; `-` is the standard input."
  )

  /// How events are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case ndjson
    case text
    case summary
  }

  @Argument(help: "Recordings, as CSV files.")
  var recordings: [String]

  @Option(
    name: .customLong("protocol"),
    help: "A protocol's name, or the path of its file; the recording's own if left out.")
  var protocolName: String?

  @Option(help: "ndjson: one event a line; text: a nurse's log; summary: figures, as JSON.")
  var format: Format = .ndjson

  @Option(help: "Only what happens at this bed.")
  var bed: String?

  @Option(help: "A file of events to compare with, in place of printing; status 1 if they differ.")
  var expect: String?

  @Flag(help: "Count malformed lines and go on, in place of refusing the recording.")
  var skipMalformed = false

  func validate() throws {
    if expect != nil, recordings.count != 1 {
      throw ValidationError("--expect compares one recording; give one.")
    }
  }

  func run() throws {
    let chosen = try protocolName.map(load)
    var rules = RecordingRules()
    var output = OutputFile()
    do {
      for recording in recordings {
        do {
          try replay(recording, &rules, chosen, &output)
        } catch let error as RecordingError {
          try output.flush()
          StandardError.tell(error)
          throw ExitCode.unreadableInput
        }
      }
      try output.flush()
    } catch let failure as OutputFile.Failure {
      guard !failure.isClosedPipe else { return }
      StandardError.tell("cannot write (\(failure.reason)); give the output room")
      throw ExitCode.unavailable
    }
  }

  private func load(_ name: String) throws -> TreatmentProtocol {
    do { return try ProtocolLibrary.load(name) } catch {
      for fault in error.list { StandardError.tell(fault) }
      throw ExitCode.wrongSettings
    }
  }

  private func replay(
    _ recording: String, _ rules: inout RecordingRules, _ chosen: TreatmentProtocol?,
    _ output: inout OutputFile
  ) throws {
    let scan = try RecordingScan(RecordingFile(path: recording), skipMalformed: skipMalformed)
    if let first = scan.faults.first {
      let lines = scan.malformed == 1 ? "line" : "lines"
      StandardError.tell(
        "\(recording): \(scan.malformed) malformed \(lines) skipped, the first: \(first)")
    }
    if let bed, !scan.beds.contains(where: { $0.name == bed }), !scan.otherBeds.contains(bed) {
      let names = scan.beds.map(\.name).joined(separator: ", ")
      throw RecordingError(
        file: recording, line: nil, "there is no bed \(bed)", remedy: "name one of \(names)")
    }
    var replay = try Replay(scan, rules: rules.rules(for: scan, chosen: chosen))
    if let expect {
      try compare(&replay, of: scan, with: expect, to: &output)
    } else {
      switch format {
      case .ndjson: try writeEvents(&replay, of: scan, to: &output)
      case .text: try writeLog(&replay, of: scan, to: &output)
      case .summary: try writeSummary(&replay, of: scan, to: &output)
      }
    }
  }
}

extension ReplayCommand {
  private func concerns(_ event: Event) -> Bool { bed == nil || event.bed == bed }

  private func writeEvents(
    _ replay: inout Replay, of scan: RecordingScan, to output: inout OutputFile
  ) throws {
    var writer = EventWriter(axis: .init(of: scan))
    var json = JSONText()
    var sequence: UInt64 = 0
    while let event = try replay.nextEvent() {
      guard concerns(event) else { continue }
      sequence += 1
      writer.wall = replay.wall
      writer.write(event, sequence: sequence, to: &json)
      try output.write(json.bytes)
      json.removeAll()
    }
  }

  private func writeLog(
    _ replay: inout Replay, of scan: RecordingScan, to output: inout OutputFile
  ) throws {
    if recordings.count > 1 { try output.write("\(scan.file.name)\n".utf8) }
    var log = NurseLog(showsDate: scan.header.start != nil)
    while let event = try replay.nextEvent() {
      log.wall = replay.wall
      if concerns(event) { try output.write(log.lines(event).utf8) }
    }
  }

  private func writeSummary(
    _ replay: inout Replay, of scan: RecordingScan, to output: inout OutputFile
  ) throws {
    var summary = ReplaySummary(scan, bed: bed)
    while let step = try replay.next() {
      switch step {
      case .row(let row): summary.count(row)
      case .event(let event): summary.count(event)
      }
    }
    var json = JSONText()
    summary.write(to: &json)
    try output.write(json.bytes)
  }

  private func compare(
    _ replay: inout Replay, of scan: RecordingScan, with path: String,
    to output: inout OutputFile
  ) throws {
    var expected = try ExpectedEvents(
      RecordingFile(path: path), writer: EventWriter(axis: .init(of: scan)))
    while let event = try replay.nextEvent() {
      expected.writer.wall = replay.wall
      if concerns(event) { try expected.compare(event) }
    }
    try expected.finish()
    if let difference = expected.difference {
      StandardError.tell(difference)
      throw ExitCode.failure
    }
    try output.write("\(scan.file.name): \(expected.count) events as in \(path)\n".utf8)
  }
}
