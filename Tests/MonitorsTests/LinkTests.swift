import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// Links against a real Modbus server.
@Suite struct LinkTests {
  @Test func `what a monitor shows becomes readings, and nothing but reads is asked`() async throws
  {
    let peer = try await Peer("monitor")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("readings come") { harness.values(of: .spo2).contains(97.5) }
    #expect(harness.reports.first?.news == .linkUp)
    try await peer.tell("set 0 88")
    try await eventually("a change comes") { harness.values(of: .hr).last == 88 }
    #expect(try await peer.tell("seen") == "3")
    await harness.link.stop()
  }

  @Test(arguments: [("127.0.0.1", "localhost"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1")])
  func `a name and both kinds of address are reached`(here: String, host: String) async throws {
    let peer = try await Peer("monitor", "\(here)/0")
    let harness = try LinkHarness(.tcp(host: host, port: peer.port), [.plain()])
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    await harness.link.stop()
  }

  @Test(arguments: RegisterField.ByteOrder.allCases)
  func `numbers of every type arrive in each order, and what is none is absent`(
    order: RegisterField.ByteOrder
  ) async throws {
    let numbers: [(VitalSign, RegisterField.NumberType, Double)] = [
      (.hr, .u16, 65_244), (.spo2, .i16, -292), (.sbp, .u32, 4_275_878_552),
      (.dbp, .i32, -19_088_744), (.map, .f32, 97.25),
    ]
    let peer = try await Peer("monitor")
    var unit = MonitoredUnit.plain()
    unit.vitals = VitalSign.allCases
    unit.map = RegisterMap(block: .init(table: .input, start: 0, count: 10), vitals: [])
    for (index, (vital, type, value)) in numbers.enumerated() {
      let field = RegisterField(at: 2 * index, type: type, order: order)
      unit.map.vitals.append(.init(vital, field))
      let text = type == .f32 ? "\(value)" : "\(Int64(value))"
      try await peer.tell("number \(2 * index) \(type.rawValue) \(order.rawValue) \(text)")
    }
    let harness = try LinkHarness(port: peer.port, unit)
    for (vital, _, value) in numbers {
      try await eventually("\(vital)") { harness.values(of: vital).last == value }
    }
    harness.forget()
    try await peer.tell("number 8 f32 \(order.rawValue) nan")
    try await eventually("the mean pressure is absent, the others are told on") {
      harness.values(of: .hr).count > 3
    }
    #expect(harness.values(of: .map) == [])
    await harness.link.stop()
  }

  @Test(arguments: [5, 6])
  func `a busy monitor has no values this time, and its link is not lost`(code: Int) async throws {
    let peer = try await Peer("monitor")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    try await peer.tell("except \(code)")
    harness.forget()
    let turn = harness.link.lastTurn
    try await eventually("polls go on") { harness.link.lastTurn - turn > .milliseconds(300) }
    #expect(harness.reports == [])
    try await peer.tell("set 0 90")
    try await peer.tell("except 0")
    try await eventually("values come again") { harness.values(of: .hr).last == 90 }
    #expect(harness.events == [])
    await harness.link.stop()
  }

  @Test(arguments: [RegisterMap.Table.coil, .discrete])
  func `a call button that is a single bit is told once each time it is pressed`(
    table: RegisterMap.Table
  ) async throws {
    let peer = try await Peer("monitor")
    var unit = MonitoredUnit.plain()
    unit.map = RegisterMap(
      block: .init(table: table, start: 96, count: 16), vitals: [],
      call: .init(field: RegisterField(at: 4, type: .u16)))
    let harness = try LinkHarness(port: peer.port, unit)
    try await eventually("it answers") { harness.events == [.linkUp, .clear] }
    for presses in 1...2 {
      try await peer.tell("set 6 65535")
      try await eventually("it is told") {
        harness.events.filter { $0 == .call }.count == presses
      }
      let turn = harness.link.lastTurn
      try await peer.tell("set 6 0")
      try await eventually("polls go on") { harness.link.lastTurn - turn > .milliseconds(200) }
    }
    #expect(harness.events == [.linkUp, .clear, .call, .call])
    await harness.link.stop()
  }

  @Test func `a reply of another unit is never used`() async throws {
    let peer = try await Peer("monitor")
    try await peer.tell("as-unit 77")
    let harness = try LinkHarness(port: peer.port)
    try await eventually("it is told") { !harness.events.isEmpty }
    #expect(harness.events == [.garbled(reason: "unit 77 instead of 1")])
    #expect(harness.values(of: .hr) == [])
    try await peer.tell("as-unit 0")
    try await eventually("values come") { !harness.values(of: .hr).isEmpty }
    #expect(harness.events.last == .clear)
    await harness.link.stop()
  }

  @Test func `a block that the monitor does not have is a lost link with the reason`() async throws
  {
    let peer = try await Peer("monitor")
    var unit = MonitoredUnit.plain()
    unit.map.block.start = 60_000
    let harness = try LinkHarness(port: peer.port, unit)
    try await eventually("it is told") { !harness.events.isEmpty }
    #expect(harness.events == [.linkDown(reason: "exception 2, illegal data address")])
    await harness.link.stop()
  }

  @Test func `a link that is lost is told, and found again by itself`() async throws {
    let first = try await Peer("monitor")
    let port = first.port
    let harness = try LinkHarness(port: port)
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    first.kill()
    try await eventually("the loss is told") {
      harness.events == [.linkUp, .clear, .linkDown(reason: "Connection refused")]
    }
    harness.forget()
    let second = try await Peer("monitor", String(port))
    try await second.tell("set 0 91")
    try await eventually("readings come again") { harness.values(of: .hr).last == 91 }
    #expect(harness.events.first == .linkUp)
    await harness.link.stop()
  }

  @Test func `units of one link share a connection and one that is missing hurts itself`()
    async throws
  {
    let peer = try await Peer("monitor", "0", "1", "2")
    let harness = try LinkHarness(
      .tcp(host: "127.0.0.1", port: peer.port),
      [.plain("bay-1", unit: 1), .plain("bay-2", unit: 2), .plain("bay-9", unit: 9)])
    try await eventually("both are read, the third is not") {
      harness.values(of: .hr, monitor: "bay-1").count > 5
        && harness.values(of: .hr, monitor: "bay-2").count > 5
        && harness.reports.contains {
          if case .linkDown = $0.news { $0.monitor == "bay-9" } else { false }
        }
    }
    #expect(
      harness.reports.allSatisfy {
        $0.monitor == "bay-9" || $0.isReadings || [.linkUp, .clear].contains($0.news)
      }
    )
    await harness.link.stop()
  }

  @Test func `one link that hangs costs another no poll`() async throws {
    let hanging = try await Peer("misbehaving")
    try await hanging.tell("silent")
    let peer = try await Peer("monitor")
    let bad = try LinkHarness(port: hanging.port, .plain(timeout: .seconds(20)))
    let good = try LinkHarness(port: peer.port)
    try await eventually("the good one is read") { good.values(of: .hr).count >= 20 }
    let moments = good.reports.map(\.at)
    #expect(zip(moments, moments.dropFirst()).allSatisfy { $1 - $0 < .seconds(5) })
    #expect(bad.reports == [])
    await good.link.stop()
    await bad.link.stop()
    #expect(bad.link.hasEnded, "a thread that waits for a reply ends at once")
  }
}
