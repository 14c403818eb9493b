import Foundation
import InfusionCore
import MonitorProtocols
import Monitors
import PeerKit
import Records
import Settings
import Testing
import Vitals

@testable import Station

/// The links of a configuration: one for each line, changed while they run, and watched.
@Suite struct MonitorLinksTests {
  @Test func `links that stay as they are miss nothing when the others change`() async throws {
    let (staying, leaving, coming) = try await (Peer("monitor"), Peer("monitor"), Peer("monitor"))
    let links = MonitorLinks([.polled(plan("a", staying)), .polled(plan("b", leaving))])
    let queue = ReportQueue {}
    try links.start(clock: Self.clock, queue: queue)
    try await eventually("both are read") {
      let others = try await asked(leaving)
      return try await asked(staying) > 3 && others > 3
    }
    try await links.change(
      to: [.polled(plan("a", staying)), .polled(plan("c", coming))], unread: [])
    let last = try await asked(leaving)
    try await eventually("the new one is read") { try await asked(coming) > 3 }
    #expect(try await asked(leaving) == last)
    let before = try await asked(staying)
    try await eventually("the other one still is") { try await asked(staying) > before + 3 }
    #expect(try await staying.tell("connected") == "1")
    await links.stop()
    #expect(queue.takeAll().allSatisfy { $0.news != .linkDown(reason: "stopped") })
  }

  @Test func `a unit that joins a line restarts that line and no other`() async throws {
    let (shared, other) = try await (Peer("monitor", "0", "1", "2"), Peer("monitor"))
    let links = MonitorLinks([.polled(plan("a", shared)), .polled(plan("b", other))])
    try links.start(clock: Self.clock, queue: ReportQueue {})
    try await eventually("both are read") {
      let others = try await asked(other)
      return try await asked(shared) > 3 && others > 3
    }
    var more = plan("a", shared)
    more.units.append(unit("a-2", 2))
    try await links.change(to: [.polled(more), .polled(plan("b", other))], unread: [])
    try await eventually("the new unit is read") { try await asked(shared, unit: 2) > 3 }
    #expect(try await shared.tell("connected") == "2")
    #expect(try await other.tell("connected") == "1")
    await links.stop()
  }

  @Test func `a monitor that nothing reads any more is a lost link`() async throws {
    let links = MonitorLinks([])
    let queue = ReportQueue {}
    try links.start(clock: Self.clock, queue: queue)
    let first = UnreadMonitor(monitor: "a", bed: "1", reason: "the configuration lost it")
    let second = UnreadMonitor(monitor: "b", bed: "2", reason: "the configuration lost it")
    try await links.change(to: [], unread: [first])
    try await links.change(to: [], unread: [first, second])
    #expect(queue.takeAll().map(\.monitor) == ["a", "b"])
    #expect(links.monitors == ["a", "b"])
    await links.stop()
  }

  @Test func `after the end no change starts anything`() async throws {
    let peer = try await Peer("monitor")
    let links = MonitorLinks([])
    try links.start(clock: Self.clock, queue: ReportQueue {})
    await links.stop()
    try await links.change(to: [.polled(plan("a", peer))], unread: [])
    #expect(links.lateLinks(now: Self.clock.now() + .minutes(60)) == [])
  }

  @Test func `a link whose thread does not come round is late, one that only waits is not`()
    async throws
  {
    let peer = try await Peer("monitor")
    var slow = plan("slow", peer)
    slow.units[0].every = .minutes(5)
    let links = MonitorLinks([.polled(plan("a", peer)), .polled(slow)])
    try links.start(clock: Self.clock, queue: ReportQueue {})
    try await eventually("both were read") {
      let now = Self.clock.now()
      return links.lateLinks(now: now) == [] && links.lateLinks(now: now + .minutes(1)) == ["a"]
    }
    #expect(links.lateLinks(now: Self.clock.now() + .minutes(6)) == ["a", "slow"])
    await links.stop()
  }

  @Test func `a gateway that dies is told once, with its beds, out of the configuration`()
    async throws
  {
    let peer = try await Peer("monitor", "0", "1", "2")
    let settings = try settings(port: peer.port)
    let harness = try StationHarness(
      speed: 20, beds: settings.setup.beds, links: MonitorLinks(settings))
    for bed in ["1", "2"] {
      _ = await harness.station.act(.admit(.init()), bed: bed, by: "anna")
    }
    try await eventually("both are read") {
      harness.events.filter { $0.name == .linkUp }.count == 2
        || harness.ledger.inputs.filter(\.input.isLinkUp).count == 2
    }
    peer.kill()
    try await eventually("the alert") { harness.first(.alertRaised, .gatewayLost) != nil }
    let raised = try #require(harness.first(.alertRaised, .gatewayLost))
    #expect("\(raised)".contains("beds 1, 2"))
    #expect(harness.first(.alertRaised, .linkLost) == nil)
    try await harness.end()
  }

  private static let clock: LinkClock = {
    let timebase = SystemTimebase()
    return LinkClock(now: { timebase.now })
  }()

  private func asked(_ peer: Peer, unit: Int = 1) async throws -> Int {
    try await Int(peer.tell("asked \(unit)")) ?? 0
  }

  private func plan(_ name: String, _ peer: Peer) -> LinkPlan {
    LinkPlan(
      name: name, address: .tcp(host: "127.0.0.1", port: peer.port), units: [unit(name, 1)])
  }

  private func unit(_ name: String, _ number: UInt8) -> MonitoredUnit {
    let map = RegisterMap(
      block: .init(table: .holding, start: 0, count: 2),
      vitals: [.init(.hr, RegisterField(at: 0, type: .u16))])
    return MonitoredUnit(
      monitor: name, bed: name, unit: number, map: map, vitals: [.hr], every: .milliseconds(50),
      timeout: .milliseconds(500))
  }

  /// Two beds whose monitors are units 1 and 2 of one gateway.
  private func settings(port: UInt16) throws -> StationSettings {
    let monitors = [1, 2].map { number in
      """
      [[monitor]]
      name = "bay-\(number)"
      bed = "\(number)"
      [monitor.modbus]
      tcp = "127.0.0.1:\(port)"
      unit = \(number)
      block = {table = "holding", start = 0, count = 2}
      [monitor.modbus.fields]
      hr = {at = 0, type = "u16"}
      """
    }
    let text = "[station]\nname = \"test\"\n" + monitors.joined(separator: "\n") + "\n"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).toml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try StationSettings.load(file.path)
  }
}

extension Input {
  fileprivate var isLinkUp: Bool {
    if case .machine(_, .linkUp) = self { true } else { false }
  }
}
