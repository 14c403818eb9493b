import Foundation
import Glibc
import PeerKit
import Records
import Testing

/// SIGHUP while a session runs: what is taken, what is not, and that all of it is said.
@Suite struct ReloadTests {
  @Test func `a monitor that was missing over a restart is a lost link, and read after a reload`()
    async throws
  {
    let patient = try await Peer("monitor")
    let folder = try RunFolder(ports: [patient.port])
    let whole = try String(contentsOfFile: folder.configuration, encoding: .utf8)
    try await admitAndEnd(folder)
    try folder.configure { text in
      text.components(separatedBy: "[[monitor]]")[0] + "\n[[bed]]\nname = \"1\"\n"
    }
    try await folder.start()
    try await eventually("it is lost") {
      await reason(folder) == "the configuration has no such monitor"
    }
    try folder.configure { _ in whole }
    folder.signal(SIGHUP)
    try await eventually("it is read: \(folder.errors)") {
      let reason = await reason(folder)
      return await quality(folder) == "good" && reason == nil
    }
    try await folder.end()
  }

  @Test func `a monitor whose address was wrong at a restart is read at the right one`()
    async throws
  {
    let patient = try await Peer("monitor")
    let folder = try RunFolder(ports: [patient.port])
    try await admitAndEnd(folder)
    try folder.configure { $0.replacing("127.0.0.1:\(patient.port)", with: "127.0.0.1:1") }
    try await folder.start()
    try await eventually("it is lost") { await reason(folder) != nil }
    try folder.configure { $0.replacing("127.0.0.1:1\"", with: "127.0.0.1:\(patient.port)\"") }
    folder.signal(SIGHUP)
    try await eventually("it is read: \(folder.errors)") {
      let reason = await reason(folder)
      return await quality(folder) == "good" && reason == nil
    }
    try await folder.end()
  }

  @Test func `what a reload does not take is said`() async throws {
    let (one, two, other) = try await (Peer("monitor"), Peer("monitor"), Peer("monitor"))
    let folder = try RunFolder(ports: [one.port, two.port])
    try await folder.start()
    try folder.addToken()
    for bed in ["1", "2"] {
      #expect(await folder.call("POST", "/api/v1/beds/\(bed)/admit")?.status == 200)
      try await eventually("it is read") { await quality(folder, bed: bed) == "good" }
    }
    try folder.configure { text in
      text.components(separatedBy: "[[monitor]]").prefix(2).joined(separator: "[[monitor]]")
        .replacing("name = \"Run\"", with: "name = \"Other\"\nkeep = \"30d\"")
        .replacing("127.0.0.1:\(one.port)", with: "127.0.0.1:\(other.port)")
    }
    folder.signal(SIGHUP)
    let lines = [
      "name has changed, and stays as it was; restart to take it",
      "keep has changed, and stays as it was; restart to take it",
      "bay-1 is read as before, for bed 1 has a session; reload again after its end",
      "bay-2 is read as before, for bed 2 has a session; reload again after its end",
      "bed 2 stays, for it has a session; reload again after its end",
    ]
    try await eventually("it is read again: \(folder.errors)") {
      folder.errors.contains { $0.contains("was read again") && $0.contains("beds=2") }
    }
    for line in lines {
      #expect(folder.errors.contains { $0.contains(line) }, "\(line): \(folder.errors)")
    }
    #expect(!folder.errors.contains { $0.contains("listen has changed") })
    #expect(try await other.tell("asked 1") == "0")
    try await folder.end()
  }

  /// A session on bed 1, which a restart has to take up.
  private func admitAndEnd(_ folder: RunFolder) async throws {
    try await folder.start()
    try folder.addToken()
    #expect(await folder.call("POST", "/api/v1/beds/1/admit")?.status == 200)
    try await eventually("it is read") { await quality(folder) == "good" }
    try await folder.end()
  }

  private func quality(_ folder: RunFolder, bed: String = "1") async -> String? {
    await folder.text("/api/v1/beds/\(bed)", "vitals", "hr", "quality")
  }

  private func reason(_ folder: RunFolder) async -> String? {
    guard case .list(let faults)? = await folder.call("GET", "/api/v1/beds/1")?.body.at("faults"),
      case .text(let reason)? = faults.first?.at("reason")
    else { return nil }
    return reason
  }
}

extension RunFolder {
  /// A text of an answer; nil: there is none.
  fileprivate func text(_ call: String, _ steps: String...) async -> String? {
    var value = await self.call("GET", call)?.body
    for step in steps { value = value?.at(step) }
    guard case .text(let text)? = value else { return nil }
    return text
  }
}
