import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// One bed's bad link costs the others not one late poll.
@Suite struct ManyLinksTests {
  @Test func `beside links that are bad in every way, four healthy ones are on time`()
    async throws
  {
    let hole = try BlackHole(isFull: true)
    let bad = try await badPeers()
    let addresses =
      bad.map { LinkAddress.tcp(host: "127.0.0.1", port: $0.port) } + [
        .tcp(host: "127.0.0.1", port: hole.port),  // no connection comes about
        .tcp(host: "127.0.0.1", port: 1),  // refused
        .tcp(host: "there-is-none.invalid", port: 502),
        .rtu(SerialLine(device: "/dev/there-is-none", baud: 9600)),
      ]
    // If anything of theirs stood in the others' way, it would for 2 s at a time.
    let hurt = try addresses.map {
      try LinkHarness($0, [.plain(timeout: .seconds(2))])
    }
    let peer = try await Peer("monitor")
    let healthy = try (0..<4).map { _ in
      try LinkHarness(port: peer.port, .plain(every: .milliseconds(100)))
    }
    try await eventually("enough polls") {
      healthy.allSatisfy { $0.values(of: .hr).count >= 50 }
        && hurt.allSatisfy { !$0.events.isEmpty }
    }
    for harness in healthy {
      let moments = harness.reports.filter(\.isReadings).map(\.at)
      let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }
      // Half of all gaps are a beat to the tenth, and none is near to the 2 s of a bad link.
      #expect(gaps.sorted()[gaps.count / 2] <= .milliseconds(110))
      #expect(gaps.allSatisfy { $0 < .seconds(1) }, "\(gaps.max() ?? .zero)")
      #expect(harness.events == [.linkUp, .clear])
    }
    #expect(hurt.allSatisfy { $0.values(of: .hr).isEmpty })
    for harness in healthy + hurt { await harness.link.stop() }
    withExtendedLifetime(hole) {}
  }

  private func badPeers() async throws -> [Peer] {
    var peers: [Peer] = []
    for mode in ["silent", "drip 200", "babble", "garbage", "slam", "late 2500", "transaction"] {
      let peer = try await Peer("misbehaving")
      try await peer.tell(mode)
      peers.append(peer)
    }
    return peers
  }
}
