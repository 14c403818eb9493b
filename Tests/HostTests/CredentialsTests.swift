import Foundation
import Testing

@testable import Host

/// Secrets from the service manager's folder.
@Suite struct CredentialsTests {
  @Test func `a credential is read by its name`() async throws {
    let folder = try ProbeFolder()
    try Data("s3cret".utf8).write(to: URL(filePath: folder.path("token")))
    let lines = try await folder.probe(
      ["credential=token", "credential=other"], ["CREDENTIALS_DIRECTORY": folder.path("")])
    #expect(lines == ["credential s3cret", "credential none"])
  }

  @Test func `without a service manager there is none`() async throws {
    #expect(try await ProbeFolder().probe(["credential=token"]) == ["credential none"])
  }

  @Test(arguments: ["", ".", "..", "../token", "a/b", "a\0b", String(repeating: "x", count: 256)])
  func `a name that leads elsewhere is refused`(name: String) {
    #expect(throws: Credentials.Failure.badName(name)) {
      try Credentials.path(of: name, in: "/run/credentials")
    }
  }

  @Test func `the largest one is read, one byte more is refused`() throws {
    let folder = try ProbeFolder()
    let path = folder.path("chain")
    let bytes = [UInt8](repeating: 7, count: Credentials.largest)
    try Data(bytes).write(to: URL(filePath: path))
    #expect(try Credentials.read("chain", at: path) == bytes)
    try Data(bytes + [7]).write(to: URL(filePath: path))
    #expect(throws: Credentials.Failure.tooLarge("chain")) {
      try Credentials.read("chain", at: path)
    }
  }

  @Test func `one that cannot be read says why`() throws {
    let folder = try ProbeFolder()
    #expect(
      throws: Credentials.Failure.unreadable("token", reason: "No such file or directory")
    ) {
      try Credentials.read("token", at: folder.path("token"))
    }
    #expect(
      throws: Credentials.Failure.unreadable("token", reason: "Is a directory")
    ) {
      try Credentials.read("token", at: folder.path(""))
    }
  }
}
