import ArgumentParser
import Records
import Settings

/// `infusionwatch ledger backup FILE`, `ledger check`, `ledger repair FILE`
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Copies, checks and saves what the station keeps.",
    discussion: "All of them work while the station runs.",
    subcommands: [Backup.self, Inspection.self, Repair.self])

  /// Whose ledger is meant.
  struct Place: ParsableArguments {
    @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
    var config = "/etc/infusionwatch/station.toml"

    /// The ledger of that station.
    func open() throws -> LedgerFile { try LedgerFile(folder: data()) }

    /// The folder of its data.
    func data() throws -> String {
      do {
        return try StationSettings.load(config).data
      } catch {
        error.list.forEach(StandardError.tell)
        throw ExitCode.wrongSettings
      }
    }
  }

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copies the ledger to a file that is not there yet.",
      discussion: "Exit status 65 for a damaged ledger, 69 if the copy cannot be made.")

    @OptionGroup var place: Place

    @Argument(help: "The file to write.", completion: .file())
    var file: String

    func run() async throws {
      try await LedgerCommand.telling {
        try place.open().backup(to: file)
        print("\(file): ok")
      }
    }
  }

  struct Inspection: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Looks at every row of the ledger.",
      discussion: """
        Prints that the ledger is ok, or every finding in a line of its own: then the exit status \
        is 1. 65 for a file that is no ledger, 69 if there is none.
        """)

    @OptionGroup var place: Place

    func run() async throws {
      try await LedgerCommand.telling {
        let ledger = try place.open()
        let check = try await ledger.check()
        guard check.findings.isEmpty else {
          for finding in check.findings { StandardError.tell("\(ledger.file): \(finding)") }
          throw ExitCode.failure
        }
        print("\(ledger.file): ok (\(check.sessions) sessions, \(check.events) events)")
      }
    }
  }

  struct Repair: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Saves what can be read of a damaged ledger to a file that is not there yet.",
      discussion: """
        The damaged file stays as it is. Prints what was saved of each table; exit status 1 if \
        something could not be read, 65 if nothing could, 69 if the file cannot be written.
        """)

    @OptionGroup var place: Place

    @Option(
      help: "The damaged file, such as one that the station has set aside; else its ledger.",
      completion: .file(extensions: ["sqlite"]))
    var ledger: String?

    @Argument(help: "The file to write.", completion: .file())
    var file: String

    func run() async throws {
      try await LedgerCommand.telling {
        let damaged = try ledger ?? place.data() + "/ledger.sqlite"
        let salvage = try LedgerFile.repair(damaged, to: file)
        for line in salvage.lines { print(line) }
        guard !salvage.isEmpty else {
          StandardError.tell("\(damaged): nothing can be read of it; \(file) is an empty ledger")
          throw ExitCode.unreadableInput
        }
        guard salvage.isWhole else { throw ExitCode.failure }
      }
    }
  }

  /// Says in one line why a ledger cannot be had.
  private static func telling(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as LedgerError {
      StandardError.tell(error)
      let isDamaged = error.kind == .unreadable || error.kind == .newerVersion
      throw isDamaged ? ExitCode.unreadableInput : ExitCode.unavailable
    }
  }
}
