import ArgumentParser

@main
struct Infusionwatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infusionwatch",
    abstract: "Watches ketamine infusions and the recovery after them.",
    version: "0.1.0",
    subcommands: [
      Demo.self, Serve.self, WatchCommand.self, ActCommand.self, TokenCommand.self, Check.self,
      ReplayCommand.self, LedgerCommand.self, ExportCommand.self, DecodeCommand.self,
      ProbeCommand.self, RecordCommand.self, SimulateCommand.self,
    ])

  /// Tells a wrong command line in one line as well; help goes to the standard output.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      let lines = message(for: error).split(separator: "\n").joined(separator: " ")
      let what = lines.hasSuffix(".") ? lines.dropLast() : lines[...]
      StandardError.tell("\(what); see infusionwatch --help")
      exit(withError: ExitCode.validationFailure)
    }
  }
}
