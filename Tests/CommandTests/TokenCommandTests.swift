import Foundation
import PeerKit
import Testing

/// Tokens from a shell, one change at a time or many at once.
@Suite struct TokenCommandTests {
  @Test func `a token is printed once, listed without itself, and revoked`() throws {
    let folder = try StationFolder(monitorPort: 1502)
    let added = try token(["add", "anna", "--role", "nurse"], folder)
    #expect(added.status == 0 && added.output.hasPrefix("iw_"))
    let list = try token(["list"], folder).output
    #expect(list.hasPrefix("anna: nurse, added "))
    #expect(!list.contains(added.output.dropFirst(3).prefix(20)))
    #expect(try token(["revoke", "anna"], folder).output == "anna is let in no more\n")
    #expect(try token(["list"], folder).output.contains(", revoked "))
    let again = try token(["revoke", "anna"], folder)
    #expect(again.status == 1)
    #expect(again.errors == "infusionwatch: anna has no token in force; see token list\n")
  }

  @Test func `changes at the same time are all kept`() async throws {
    let folder = try StationFolder(monitorPort: 1502)
    #expect(try token(["add", "first", "--role", "view"], folder).status == 0)
    let names = (1...8).map { "nurse-\($0)" }
    let changes = [["revoke", "first"]] + names.map { ["add", $0, "--role", "view"] }
    let running = try changes.map {
      try RunningCommand(["token"] + $0 + ["--config", folder.configuration])
    }
    try await eventually("all are done: \(running.flatMap(\.errorLines))") {
      running.allSatisfy { $0.status == 0 }
    }
    let lines = try token(["list"], folder).output.split(separator: "\n")
    #expect(lines.count == 9)
    #expect(lines.filter { $0.contains("revoked") }.map { $0.prefix(6) } == ["first:"])
  }

  @Test func `a name on two lines is refused in one`() throws {
    let folder = try StationFolder(monitorPort: 1502)
    let outcome = try token(["add", "a\nb", "--role", "view"], folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "infusionwatch: “a b” is no name; use 1 to 64 bytes on one line\n")
  }

  @Test func `a spoiled file locks nobody out, and is said`() async throws {
    let folder = try RunFolder(ports: [RunFolder.nowhere])
    try await folder.start()
    try folder.addToken()
    #expect(await folder.call("GET", "/api/v1/beds")?.status == 200)
    let file = folder.data + "/tokens.json"
    let whole = try Data(contentsOf: URL(filePath: file))
    try Data("spoiled".utf8).write(to: URL(filePath: file))
    #expect(await folder.call("GET", "/api/v1/beds")?.status == 200)
    #expect(await folder.call("GET", "/api/v1/beds")?.status == 200)
    func told(_ text: String) -> Int { folder.errors.count { $0.contains(text) } }
    try await eventually("it is said: \(folder.errors)") {
      told("the last tokens that could be read are in force") == 1
    }
    try whole.write(to: URL(filePath: file))
    #expect(await folder.call("GET", "/api/v1/beds")?.status == 200)
    try await eventually("and so is its end") { told("tokens.json can be read again") == 1 }
    try await folder.end()
  }

  private func token(_ words: [String], _ folder: StationFolder) throws -> Program.Outcome {
    try Program.run(["token"] + words + ["--config", folder.configuration])
  }
}
