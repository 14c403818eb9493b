import InfusionCore
import MonitorProtocols
import Monitors
import PeerKit
import Records
import Testing
import Vitals

@testable import Station

/// From a real monitor's register to the right event, twenty times faster than life.
@Suite struct ExcursionTests {
  @Test func `88 on the monitor is spo2.low medium after 15 s, and ends when it is 97 again`()
    async throws
  {
    let peer = try await Peer("monitor")
    let harness = try await admitted(to: peer)
    try await peer.tell("set 1 880")
    try await eventually("the alert") { harness.first(.alertRaised, .spo2Low) != nil }
    let alert = try #require(harness.first(.alertRaised, .spo2Low))
    #expect(alert.alert?.priority == .medium)
    #expect(alert.alert?.value == 88)
    #expect(alert.alert?.limit == 90)
    #expect(alert.alert?.delay == .seconds(15))
    #expect(alert.alert.map { alert.moment - $0.onset >= .seconds(15) } == true)
    _ = await harness.station.act(.acknowledge(.condition(.spo2Low)), bed: "1", by: "anna")
    try await peer.tell("set 1 970")
    try await eventually("its end") { harness.first(.alertClosed, .spo2Low) != nil }
    try await harness.end()
  }

  @Test func `a cuff result counts once, however often the monitor shows it`() async throws {
    let peer = try await Peer("monitor")
    let harness = try await admitted(to: peer)
    try await peer.tell("set 2 205 3 99 4 130 5 2")
    try await eventually("the alert") { harness.first(.alertRaised, .bpHigh) != nil }
    #expect(harness.first(.alertRaised, .bpHigh)?.alert?.priority == .high)
    let polls = harness.ledger.inputs.count
    try await eventually("more polls") { harness.ledger.inputs.count > polls + 20 }
    let results = harness.ledger.inputs.filter { taken in
      guard case .readings(_, let readings, _) = taken.input else { return false }
      return readings.contains { $0.value == 205 }
    }
    #expect(results.count == 1)
    try await harness.end()
  }

  @Test func `a monitor that is gone is link.lost after 10 s, and over once it is back for 30 s`()
    async throws
  {
    let first = try await Peer("monitor")
    let harness = try await admitted(to: first)
    first.kill()
    try await eventually("the alert") { harness.first(.alertRaised, .linkLost) != nil }
    let lost = try #require(harness.first(.alertRaised, .linkLost))
    #expect(lost.alert?.priority == .medium)
    #expect(lost.alert.map { lost.moment - $0.onset } == .seconds(10))
    #expect(harness.first(.linkDown) != nil)
    let second = try await Peer("monitor", String(first.port))
    try await eventually("the link is back") { harness.first(.linkUp) != nil }
    _ = await harness.station.act(.acknowledge(.condition(.linkLost)), bed: "1", by: "anna")
    try await eventually("its end") { harness.first(.alertClosed, .linkLost) != nil }
    withExtendedLifetime(second) {}
    try await harness.end()
  }

  /// A station that reads the peer and has admitted its patient.
  private func admitted(to peer: Peer) async throws -> StationHarness {
    try await peer.tell("beat 7")
    let names: [VitalSign] = [.hr, .spo2, .sbp, .dbp, .map]
    let fields = names.enumerated().map { at, vital in
      RegisterMap.VitalField(
        vital, RegisterField(at: at, type: .u16, scale: vital == .spo2 ? 0.1 : 1))
    }
    let map = RegisterMap(
      block: .init(table: .holding, start: 0, count: 8), vitals: fields,
      nibpAge: RegisterField(at: 5, type: .u16),
      heartbeat: .init(field: RegisterField(at: 7, type: .u16), frozenAfter: .seconds(30)))
    let unit = MonitoredUnit(
      monitor: "bay-1", bed: "1", unit: 1, map: map, vitals: VitalSign.allCases,
      every: .seconds(1), timeout: .milliseconds(500))
    let link = LinkPlan(
      name: "bay-1", address: .tcp(host: "127.0.0.1", port: peer.port), units: [unit])
    let harness = try StationHarness(speed: 20, links: MonitorLinks([.polled(link)]))
    let reply = await harness.station.act(.admit(.init()), bed: "1", by: "anna")
    guard case .accepted = reply else { throw NeverSo(description: "admit: \(reply)") }
    try await eventually("readings") { harness.ledger.inputs.contains { $0.input.isReading } }
    return harness
  }
}

extension Input {
  fileprivate var isReading: Bool {
    if case .readings = self { true } else { false }
  }
}
