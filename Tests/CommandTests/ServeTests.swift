import Foundation
import PeerKit
import Testing

/// The daemon as its user meets it: a configuration, real monitors, standard output, signals.
@Suite struct ServeTests {
  @Test func `an excursion on a monitor comes out as the right event, and SIGTERM ends it all`()
    async throws
  {
    let peer = try await Peer("monitor")
    try await peer.tell("beat 7")
    let folder = try StationFolder(monitorPort: peer.port)
    let command = try RunningCommand(["serve", "--config", folder.configuration])
    try await eventually("it watches: \(command.errorLines)") {
      command.errorLines.contains { $0.contains("watches") }
    }
    try await peer.tell("set 1 790")
    // A busy machine may be told of a slow disk before.
    func line() -> String? { command.outputLines.first { $0.contains("spo2.low") } }
    try await eventually("the event: \(command.outputLines)") { line() != nil }
    let event = try #require(try event(in: line()))
    let alert = try #require(event["alert"] as? [String: Any])
    #expect(event["event"] as? String == "alert.raised")
    #expect(event["bed"] as? String == "1")
    #expect((event["seq"] as? Int).map { $0 >= 1 } == true)
    #expect(alert["condition"] as? String == "spo2.low")
    #expect(alert["priority"] as? String == "high")
    #expect(alert["value"] as? Double == 79)
    #expect(await command.end(with: SIGTERM) < .seconds(2))
    #expect(command.status == 0)
    #expect(try await peer.tell("seen") == "3")
  }

  @Test func `SIGTERM ends it while a monitor hangs`() async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell("drip 300")
    let folder = try StationFolder(monitorPort: peer.port)
    let command = try RunningCommand(["serve", "--config", folder.configuration])
    try await eventually("the loss") { command.outputLines.contains { $0.contains("link.down") } }
    #expect(await command.end(with: SIGTERM) < .seconds(2))
    #expect(command.status == 0)
  }

  @Test func `a second station on the same address is refused with the line that says so`()
    async throws
  {
    let peer = try await Peer("monitor")
    let folder = try StationFolder(monitorPort: peer.port)
    let first = try RunningCommand(["serve", "--config", folder.configuration])
    try await eventually("it watches") { first.errorLines.contains { $0.contains("watches") } }
    let second = try RunningCommand(["serve", "--config", folder.configuration])
    try await eventually("it ends") { second.status != nil && !second.errorLines.isEmpty }
    #expect(second.status == 69)
    #expect(
      second.errorLines == [
        "infusionwatch: \(folder.configuration):3: 127.0.0.1:\(folder.listenPort) is in use by "
          + "another program; stop it or change listen"
      ])
    #expect(second.outputLines == [])
    _ = await first.end(with: SIGINT)
    #expect(first.status == 0)
  }

  @Test func `the service manager is told when it is ready and when it stops`() async throws {
    let peer = try await Peer("monitor")
    let folder = try StationFolder(monitorPort: peer.port)
    let manager = try NotifySocket(folder.path("notify"))
    let command = try RunningCommand(
      ["serve", "--config", folder.configuration],
      environment: ["NOTIFY_SOCKET": folder.path("notify")])
    func told() -> [String] {
      manager.states.filter { $0 == "READY=1" || $0 == "STOPPING=1" }
    }
    try await eventually("ready") { told() == ["READY=1"] }
    try await eventually("how things stand: \(manager.states)") {
      manager.states.contains { $0.hasPrefix("STATUS=1 bed, no session") }
    }
    _ = await command.end(with: SIGTERM)
    #expect(told() == ["READY=1", "STOPPING=1"])
  }

  @Test func `every fault of a configuration is told at once, and nothing is started`()
    async throws
  {
    let folder = try StationFolder(monitorPort: 1)
    try folder.change("unit = 1", to: "unit = 300\ncolour = \"red\"")
    let command = try RunningCommand(["serve", "--config", folder.configuration])
    try await eventually("it ends") { command.status != nil && command.errorLines.count > 1 }
    #expect(command.status == 78)
    #expect(
      command.errorLines.allSatisfy { $0.hasPrefix("infusionwatch: \(folder.configuration):") })
    #expect(command.outputLines == [])
  }

  @Test func `nobody who reads the events does not end the station`() async throws {
    let peer = try await Peer("monitor")
    let folder = try StationFolder(monitorPort: peer.port)
    let command = try RunningCommand(
      ["serve", "--config", folder.configuration], readsOutput: false)
    try await eventually("it watches") { command.errorLines.contains { $0.contains("watches") } }
    try await peer.tell("set 1 790")
    try await eventually("it says so: \(command.errorLines)") {
      command.errorLines.contains { $0.contains("no longer written to the standard output") }
    }
    #expect(command.status == nil)
    _ = await command.end(with: SIGTERM)
    #expect(command.status == 0)
  }

  private func event(in line: String?) throws -> [String: Any]? {
    guard let line else { return nil }
    return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
  }
}
