public import ArgumentParser
import Glibc
import InfusionCore
import Settings
import Station
public import StationWeb

/// `infusionwatch token add|list|revoke`
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Lets people and programs in: adds, lists and revokes tokens.",
    discussion: """
      A token is shown once, when it is added; the station keeps only its hash. Every act is \
      recorded under the token's name. A running station takes changes at once.
      """,
    subcommands: [Add.self, List.self, Revoke.self])

  /// Where the station's data are.
  struct Place: ParsableArguments {
    @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
    var config = "/etc/infusionwatch/station.toml"

    func file() throws -> TokenFile {
      do {
        return TokenFile(folder: try StationSettings.load(config).data)
      } catch {
        error.list.forEach(StandardError.tell)
        throw ExitCode.wrongSettings
      }
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints a new token, once.")

    @Argument(help: "Whose token it is; it stands beside every act.")
    var name: String
    @Option(help: "view, nurse, prescriber or admin.")
    var role: Role
    @OptionGroup var place: Place

    func run() throws {
      let file = try place.file()
      var text = ""
      try change(file) { book in
        text = try book.add(name, role: role, now: Int64(time(nil)))
      }
      print(text)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the tokens' names and roles, never the tokens.")

    @OptionGroup var place: Place

    func run() throws {
      for token in try readable(try place.file()).tokens {
        let added = CivilTime(millisecondsSince1970: token.addedAt * 1000).date
        let revoked = token.revokedAt.map {
          ", revoked \(CivilTime(millisecondsSince1970: $0 * 1000).date)"
        }
        print("\(token.name): \(token.role.rawValue), added \(added)\(revoked ?? "")")
      }
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a token; whoever uses it is let in no more.")

    @Argument(help: "Whose token it is.")
    var name: String
    @OptionGroup var place: Place

    func run() throws {
      let file = try place.file()
      try change(file) { book in
        try book.revoke(name, now: Int64(time(nil)))
      }
      print("\(name) is let in no more")
    }
  }
}

extension Role: ExpressibleByArgument {}

/// The tokens of a file that can be read.
private func readable(_ file: TokenFile) throws -> TokenBook {
  do {
    return try file.book()
  } catch {
    StandardError.tell(error)
    throw ExitCode.unreadableInput
  }
}

/// Changes the tokens, or says in one line why not.
private func change(_ file: TokenFile, _ body: (inout TokenBook) throws -> Void) throws {
  // A file that cannot be read is told as such, before one that cannot be written.
  _ = try readable(file)
  do {
    try file.change(body)
  } catch let refusal as TokenBook.Refusal {
    StandardError.tell(refusal)
    throw ExitCode.failure
  } catch let failure as TokenFile.Failure {
    StandardError.tell(failure)
    throw ExitCode.unavailable
  }
}
