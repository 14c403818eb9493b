import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// Links against a server that does what it should not. Its HR counts the requests, so a value that
/// belongs to an earlier request is seen at once.
@Suite struct BadReplyTests {
  @Test func `a late reply is never taken for the next one`() async throws {
    let peer = try await Peer("misbehaving")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("readings come") { harness.values(of: .hr).count > 3 }
    try await peer.tell("late 700")
    try await eventually("late replies are a lost link") {
      harness.events.last == .linkDown(reason: "no answer")
    }
    harness.forget()
    let turn = harness.link.lastTurn
    try await eventually("some more tries") { harness.link.lastTurn - turn > .seconds(3) }
    #expect(harness.values(of: .hr) == [], "a late reply is no answer to a later request")
    try await peer.tell("well")
    try await eventually("readings come again") { harness.values(of: .hr).count > 3 }
    // Had a late reply been kept, values would repeat or lag behind for ever.
    let values = harness.values(of: .hr)
    #expect(zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }, "\(values)")
    await harness.link.stop()
  }

  @Test func `a dripping reply takes no longer than the time-out`() async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell("drip 100")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("it is a lost link") {
      harness.events == [.linkDown(reason: "no whole answer in time")]
    }
    #expect(harness.values(of: .hr) == [])
    await harness.link.stop()
  }

  @Test(arguments: ["twice", "closing"])
  func `a reply that comes twice, or whose connection closes after it, is used once`(
    mode: String
  ) async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell(mode)
    let harness = try LinkHarness(port: peer.port)
    try await eventually("readings come") { harness.values(of: .hr).count > 5 }
    let values = harness.values(of: .hr)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(values)")
    #expect(!harness.events.contains { if case .linkDown = $0 { true } else { false } })
    await harness.link.stop()
  }

  @Test(arguments: ["garbage", "transaction", "protocol", "short"])
  func `bytes that are no answer are garbled, and give no values`(mode: String) async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell(mode)
    let harness = try LinkHarness(port: peer.port)
    try await eventually("it is told") {
      if case .garbled? = harness.events.last { true } else { false }
    }
    #expect(harness.values(of: .hr) == [])
    await harness.link.stop()
  }

  @Test func `a device that needs time after its connection is given it`() async throws {
    let peer = try await Peer("misbehaving")
    try await peer.tell("warming 400")
    var unit = MonitoredUnit.plain(every: .milliseconds(100), timeout: .milliseconds(300))
    unit.manners = .init(settle: .milliseconds(500), closesBetweenPolls: true)
    let harness = try LinkHarness(port: peer.port, unit)
    try await eventually("readings come") { harness.values(of: .hr).count >= 3 }
    await harness.link.stop()
  }

  @Test func `a device that needs a gap between two requests is given it, by all its units`()
    async throws
  {
    let peer = try await Peer("misbehaving")
    try await peer.tell("resting 150")
    let units = (1...2).map { number in
      var unit = MonitoredUnit.plain("bay-\(number)", unit: UInt8(number), every: .seconds(1))
      unit.manners.gap = .milliseconds(200)
      return unit
    }
    let harness = try LinkHarness(.tcp(host: "127.0.0.1", port: peer.port), units)
    try await eventually("readings of both come") {
      units.allSatisfy { harness.values(of: .hr, monitor: $0.monitor).count >= 3 }
    }
    #expect(try await peer.tell("ignored") == "0")
    await harness.link.stop()
  }
}
