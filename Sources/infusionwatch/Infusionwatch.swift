import ArgumentParser

@main
struct Infusionwatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infusionwatch",
    abstract: "Watches ketamine infusions and the recovery after them.",
    version: "0.1.0",
    subcommands: [Demo.self, Serve.self, Check.self, ReplayCommand.self])
}
