import ArgumentParser
import Glibc
import Host
import InfusionCore
import Records
import Settings
import Station
import Vitals

/// `infusionwatch record --config FILE`
struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Live readings to a recording, which replays to the same events.",
    discussion: """
      Reads the configuration's monitors, and admits a patient at each of their beds, so that all \
      that they say is judged. Ctrl-C ends it. A serial monitor can be read by one program only: \
      end the station first. Nothing of it goes to the station's ledger.
      """)

  @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
  var config = "/etc/infusionwatch/station.toml"
  @Option(help: "The recording to write, a new file; else the standard output.")
  var out: String?
  @Option(help: "A new file for the events that the recording replays to, as NDJSON.")
  var events: String?
  @Option(help: "A folder for the bytes of each serial monitor, with their times, for decode.")
  var raw: String?
  @Option(
    name: .customLong("for"), help: "Ends by itself after this time, such as 10min.",
    transform: Self.span)
  var length: Vitals.Span?

  private static func span(_ text: String) throws -> Vitals.Span {
    if let span = DurationText.span(text) { return span }
    throw ValidationError("--for \(text) is no length of time; write one such as 10min")
  }

  func run() async throws {
    let settings = try load()
    if let timezone = settings.timezone {
      setenv("TZ", timezone, 1)
      tzset()
    }
    do {
      let output = try RecordingOutput(recording: out, events: events)
      let captures = try raw.map { try CaptureFolder($0) }
      let session = RecordingSession(settings, output, captures, length: length)
      StandardError.tell(
        "recording \(settings.monitors.map(\.name).joined(separator: ", ")); Ctrl-C ends it")
      try await StationGroup.run([session], logger: ProgramLog.logger("infusionwatch"))
    } catch let failure as OutputFile.Failure {
      guard !failure.isClosedPipe else { return }
      StandardError.tell("\(failure.reason); name a new file in a folder that has room")
      throw ExitCode.unavailable
    }
  }

  private func load() throws -> StationSettings {
    let settings: StationSettings
    do {
      settings = try StationSettings.load(config)
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
    guard settings.monitors.isEmpty else { return settings }
    StandardError.tell("\(config): there is no monitor to record; add a [[monitor]]")
    throw ExitCode.wrongSettings
  }
}
