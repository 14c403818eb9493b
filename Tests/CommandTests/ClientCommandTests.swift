import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import PeerKit
import Testing

/// `watch`, `act` and `export` against a station at work.
@Suite struct ClientCommandTests {
  @Test func `beds are printed below each other, whatever they are called`() async throws {
    let folder = try RunFolder.beds("1", "Süd 3")
    try await begin(folder)
    let outcome = try run(["watch", "-1"], folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").filter { $0.contains(" HR ") }
    let columns = lines.compactMap { line in
      line.range(of: "HR ").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(columns.count == 2)
    #expect(Set(columns).count == 1, "\(outcome.output)")
    try await folder.end()
  }

  @Test func `the stream is followed in a terminal and in a pipe`() async throws {
    let folder = try RunFolder.beds("1")
    try await begin(folder)
    let words = ["--config", folder.configuration, "--token-file", try folder.tokenFile()]
    let (terminal, pipe) = (
      try RunningCommand(["watch"] + words), try RunningCommand(["watch", "--ndjson"] + words)
    )
    try await eventually("the beds") { terminal.outputLines.contains { $0.hasPrefix("1 ") } }
    #expect(try run(["act", "emergency", "--bed", "1"], folder).status == 0)
    try await eventually("the alert: \(terminal.outputLines) \(pipe.outputLines)") {
      terminal.outputLines.contains { $0.contains("bed 1  !!!") }
        && pipe.outputLines.contains { $0.contains("bed.emergency") }
    }
    try await folder.end()
    try await eventually("the loss: \(terminal.errorLines)") {
      terminal.errorLines.contains { $0.contains("the connection is lost (") }
    }
    _ = await terminal.end(with: SIGINT)
    _ = await pipe.end(with: SIGINT)
  }

  @Test func `verbs are done from a shell, and refusals say why`() async throws {
    let folder = try RunFolder.beds("1")
    try await begin(folder)
    let admitted = try act("admit", "--bed", "1", folder: folder)
    #expect(admitted.output.hasPrefix("done; bed 1 is preparing\n"))
    #expect(try act("start-of-day", folder: folder).output == "done\n")
    let wrong = try act("start-of-day", "--bed", "1", folder: folder)
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("start-of-day is of the whole station; leave --bed out"))
    let slip = try act("entry", "foo", "--bed", "1", folder: folder)
    #expect(slip.status == 64)
    #expect(slip.errors.contains("entry does not take “foo”"))
    let refused = try act("admit", "--bed", "1", folder: folder)
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("infusionwatch: admit: "))
    #expect(refused.errors.split(separator: "\n").count == 1)
    try await folder.end()
  }

  @Test func `a session is exported to a new file, and to no other`() async throws {
    let folder = try RunFolder.beds("1")
    try await begin(folder)
    #expect(try act("admit", "--bed", "1", folder: folder).status == 0)
    #expect(try act("cancel", "--bed", "1", folder: folder).status == 0)
    try await folder.end()
    func export(_ words: String...) throws -> Program.Outcome {
      try Program.run(["export"] + words + ["--config", folder.configuration])
    }
    #expect(try export().output.hasPrefix("1-1: bed 1, ketamine-40, admitted "))
    #expect(try export("9-9").status == 1)
    let file = folder.path + "/session.csv"
    #expect(try export("1-1", "--out", file).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.hasPrefix("# infusionwatch recording 1\n"))
    let again = try export("1-1", "--out", file)
    #expect(again.status == 69)
    #expect(
      again.errors == "infusionwatch: \(file): File exists; "
        + "name a new file in a folder that can be written\n")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    #expect(try export("1-1", "--out", folder.path + "/none/session.csv").status == 69)
  }

  @Test func `a station that is not there is told in one plain line`() throws {
    let outcome = try Program.run(["watch", "-1", "--station", "http://127.0.0.1:1"])
    #expect(outcome.status == 69)
    #expect(
      outcome.errors == "infusionwatch: http://127.0.0.1:1 is not reached (Connection refused); "
        + "check that the station runs\n")
  }

  @Test func `a certificate that is not trusted is told in one plain line`() async throws {
    let folder = try RunFolder.beds("1")
    try Self.makeCertificate(in: folder.path)
    try folder.configure { text in
      text.replacing("listen = \"127.0.0.1:", with: "listen = \"0.0.0.0:")
        .replacing("[[bed]]", with: Self.tls + "[[bed]]")
    }
    try await begin(folder)
    let place = folder.url.replacing("http://", with: "https://")
    let outcome = try run(["watch", "-1"], folder)
    #expect(outcome.status == 69)
    #expect(
      outcome.errors == "infusionwatch: \(place) is not reached (its certificate is not trusted "
        + "here, or it speaks no TLS); name its certificate with --trust, and the name that "
        + "stands in it with --station\n")
    let trusting = try run(["watch", "-1", "--trust", folder.path + "/certificate.pem"], folder)
    #expect(trusting.status == 0, "\(trusting.errors)")
    try await folder.end()
  }

  @Test func `a folder of data that is none is told with its line`() async throws {
    let folder = try StationFolder(monitorPort: 1502)
    try Data().write(to: URL(filePath: folder.path("data")))
    let outcome = try Program.run(["serve", "--config", folder.configuration])
    #expect(outcome.status == 69)
    let place = "infusionwatch: \(folder.configuration):4: \(folder.path("data")): "
    #expect(outcome.errors.contains(place), "\(outcome.errors)")
    #expect(!outcome.errors.contains("/./"))
  }

  @Test func `the station listens on the socket that the service manager passes`() async throws {
    let folder = try RunFolder.beds("1")
    let port = Int.random(in: 30_000..<32_000)
    let activator = try RunningCommand(
      [
        "-l", "127.0.0.1:\(port)", RunningCommand.path(of: "infusionwatch"), "serve", "--config",
        folder.configuration,
      ], program: "/usr/bin/systemd-socket-activate")
    try await eventually("it is ready: \(activator.errorLines)") {
      let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/readyz")
      let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(10))
      let text = try? await answer?.body.collect(upTo: 1 << 16)
      return text.map { String(buffer: $0) } == "ok\n"
    }
    #expect(await folder.call("GET", "/readyz") == nil)
    #expect(await activator.end(with: SIGTERM) < .seconds(4))
    #expect(activator.status == 0)
  }

  private static let tls =
    "[station.tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n\n"

  private static func makeCertificate(in folder: String) throws {
    let openssl = ChildProcess()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", "\(folder)/key.pem", "-out", "\(folder)/certificate.pem",
    ]
    openssl.setStandardError(FileHandle.nullDevice)
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0)
  }

  private func begin(_ folder: RunFolder) async throws {
    try await folder.start()
    try folder.addToken()
  }

  private func run(_ words: [String], _ folder: RunFolder) throws -> Program.Outcome {
    try Program.run(
      words + ["--config", folder.configuration, "--token-file", try folder.tokenFile()])
  }

  private func act(_ words: String..., folder: RunFolder) throws -> Program.Outcome {
    try run(["act"] + words, folder)
  }
}

extension RunFolder {
  /// A configuration of beds without monitors.
  fileprivate static func beds(_ names: String...) throws -> RunFolder {
    let folder = try RunFolder(ports: [])
    try folder.configure { text in
      text + names.map { "\n[[bed]]\nname = \"\($0)\"\n" }.joined()
    }
    return folder
  }
}
