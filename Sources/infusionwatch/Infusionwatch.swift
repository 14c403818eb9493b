import ArgumentParser

@main
struct Infusionwatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infusionwatch",
    abstract: "Watches ketamine infusions and the recovery after them.",
    subcommands: [Demo.self, Serve.self, Check.self, ReplayCommand.self])
}
