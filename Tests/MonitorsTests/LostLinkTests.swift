import Glibc
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// Every way in which a monitor on the network can be gone, and how it comes back.
@Suite struct LostLinkTests {
  @Test(arguments: [
    ("slam", "the connection was closed"), ("silent", "no answer"),
  ])
  func `a peer that takes the connection and gives nothing is lost`(
    mode: String, reason: String
  ) async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell(mode)
    let harness = try LinkHarness(port: peer.port)
    try await eventually("it is told, \(harness.events)") {
      harness.events == [.linkDown(reason: reason)]
    }
    try await peer.tell("well")
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    await harness.link.stop()
  }

  @Test func `a frozen monitor, whose connection stays open, is lost and found again`()
    async throws
  {
    let peer = try await Peer("monitor")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    peer.freeze(true)
    try await eventually("the loss is told, \(harness.events)") {
      harness.events.last == .linkDown(reason: "no answer")
    }
    harness.forget()
    peer.freeze(false)
    try await eventually("readings come again") { !harness.values(of: .hr).isEmpty }
    #expect(harness.events == [.linkUp])
    await harness.link.stop()
  }

  @Test(.enabled(if: Cable.canBeLaid))
  func `a pulled cable, of which nobody tells, is a lost link until it is plugged in again`()
    async throws
  {
    let cable = try Cable()
    let peer = try await Peer(
      "monitor", "\(cable.host)/0", through: ["ip", "netns", "exec", cable.namespace])
    let harness = try LinkHarness(.tcp(host: cable.host, port: peer.port), [.plain()])
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    try cable.plug(false)
    try await eventually("the loss is told") {
      if case .linkDown? = harness.events.last { true } else { false }
    }
    harness.forget()
    try cable.plug(true)
    try await eventually("readings come again") { !harness.values(of: .hr).isEmpty }
    #expect(harness.events == [.linkUp])
    await harness.link.stop()
    withExtendedLifetime(peer) {}
  }

  @Test func `a half-open connection is noticed between two polls`() throws {
    let server = try BlackHole(isFull: false)
    let lookup = try NameLookup(host: "127.0.0.1", port: server.port)
    let descriptor = try Dialler(lookup: lookup, stop: StopSignal()).dial()
    defer { close(descriptor) }
    #expect(option(SO_KEEPALIVE, SOL_SOCKET, of: descriptor) == 1)
    #expect(option(TCP_KEEPIDLE, Int32(IPPROTO_TCP), of: descriptor) == 5)
    #expect(option(TCP_USER_TIMEOUT, Int32(IPPROTO_TCP), of: descriptor) == 10_000)
  }

  @Test(arguments: [10, 11])
  func `a gateway that does not reach one unit says so at the cost of nobody`(code: Int)
    async throws
  {
    let peer = try await Peer("monitor", "0", "1", "2")
    try await peer.tell("except \(code) 2")
    let harness = try LinkHarness(
      .tcp(host: "127.0.0.1", port: peer.port),
      [.plain("bay-1", unit: 1), .plain("bay-2", unit: 2)])
    try await eventually("the other is read") {
      harness.values(of: .hr, monitor: "bay-1").count > 10
        && harness.reports.contains { $0.monitor == "bay-2" }
    }
    let lost = harness.reports.filter { $0.monitor == "bay-2" }.map(\.news)
    #expect(lost.count == 1)
    if case .linkDown(let reason)? = lost.first {
      #expect(reason.hasPrefix("exception \(code), gateway"))
    }
    #expect(try await peer.tell("connected") == "1", "a refusal is no reason to connect anew")
    try await peer.tell("except 0 2")
    try await eventually("it is read again") {
      !harness.values(of: .hr, monitor: "bay-2").isEmpty
    }
    await harness.link.stop()
  }

  @Test func `all units of a gateway that dies are lost, and found again`() async throws {
    let first = try await Peer("monitor", "0", "1", "2", "3")
    let units = (1...3).map { MonitoredUnit.plain("bay-\($0)", unit: UInt8($0)) }
    let harness = try LinkHarness(.tcp(host: "127.0.0.1", port: first.port), units)
    try await eventually("all are read") {
      units.allSatisfy { !harness.values(of: .hr, monitor: $0.monitor).isEmpty }
    }
    first.kill()
    try await eventually("all are lost") {
      harness.reports.filter { if case .linkDown = $0.news { true } else { false } }.count == 3
    }
    harness.forget()
    let second = try await Peer("monitor", first.address, "1", "2", "3")
    try await eventually("all are read again") {
      units.allSatisfy { !harness.values(of: .hr, monitor: $0.monitor).isEmpty }
    }
    await harness.link.stop()
    withExtendedLifetime(second) {}
  }

  @Test func `a device that others want to reach is let go between two polls`() async throws {
    let peer = try await Peer("monitor")
    var unit = MonitoredUnit.plain(every: .milliseconds(400))
    unit.manners.closesBetweenPolls = true
    let harness = try LinkHarness(port: peer.port, unit)
    try await eventually("readings come") { harness.values(of: .hr).count >= 5 }
    #expect(try await Int(peer.tell("connected")) ?? 0 >= 5)
    await harness.link.stop()
  }

  private func option(_ name: Int32, _ level: Int32, of descriptor: Int32) -> Int32 {
    var value: Int32 = -1
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, level, name, &value, &size)
    return value
  }
}
