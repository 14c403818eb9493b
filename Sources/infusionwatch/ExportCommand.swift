import ArgumentParser
import InfusionCore
import Records
import Settings

/// `infusionwatch export SESSION`
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "One session as a recording, which replays to the same events.",
    discussion: """
      Reads the ledger, whether the station runs or not. Without a session it lists those that are \
      kept. Exit status 1 if there is no such session, or if it does not replay to its events; 65 \
      or 69 if the ledger cannot be read, 69 if the file cannot be written.
      """)

  @Argument(help: "The session's id, as `infusionwatch export` lists it.")
  var session: String?
  @Option(help: "The file to write; else the standard output.", completion: .file())
  var out: String?
  @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
  var config = "/etc/infusionwatch/station.toml"

  /// The most sessions that are listed.
  private static let mostListed = 1000

  func run() async throws {
    let folder = try data()
    do {
      let ledger = try LedgerFile(folder: folder)
      guard let session else { return try await list(ledger) }
      guard let kept = try await ledger.session(session) else {
        StandardError.tell("there is no session \(session); infusionwatch export lists them")
        throw ExitCode.failure
      }
      try write(kept)
    } catch let error as LedgerError {
      StandardError.tell(error)
      throw error.kind == .unreadable || error.kind == .newerVersion
        ? ExitCode.unreadableInput : .unavailable
    }
  }

  private func data() throws -> String {
    do {
      return try StationSettings.load(config).data
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }

  private func list(_ ledger: LedgerFile) async throws {
    for session in try await ledger.sessions(limit: Self.mostListed) {
      let admitted = session.wall.local(session.admitted)
      print(
        "\(session.id): bed \(session.beds.joined(separator: ", ")), \(session.treatment), "
          + "admitted \(admitted.date) \(admitted.timeOfDay), \(session.phase.rawValue)")
    }
  }

  private func write(_ kept: KeptSession) throws {
    guard
      let export = SessionExport(
        session: kept.id, core: kept.before, inputs: kept.inputs,
        until: kept.summary.closed == nil ? kept.inputs.last?.moment : nil)
    else {
      StandardError.tell("\(kept.id) cannot be written as a recording; run ledger check")
      throw ExitCode.unreadableInput
    }
    var text: [UInt8] = []
    export.write(to: &text)
    do throws(OutputFile.Failure) {
      var output = OutputFile()
      if let out { output = try OutputFile(creating: out) }
      try output.write(text)
      try output.flush()
    } catch {
      if error.isClosedPipe { return }
      let place = out.map { error.reason.hasPrefix($0) ? "" : "\($0): " } ?? "standard output: "
      StandardError.tell(
        "\(place)\(error.reason); name a new file in a folder that can be written")
      throw ExitCode.unavailable
    }
    if !export.isFaithful {
      StandardError.tell(
        "\(kept.id): it is written, but does not replay to the same events; keep the ledger and "
          + "report it")
      throw ExitCode.failure
    }
  }
}
