import Foundation
import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// Modbus RTU over a pseudo-terminal. HR counts the requests.
@Suite struct SerialLinkTests {
  @Test func `a serial line is read, and found again after late replies without a wrong value`()
    async throws
  {
    let peer = try await Peer("serial_line", "1")
    let harness = try harness(peer)
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
    let values = harness.values(of: .hr)
    #expect(zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }, "\(values)")
    await harness.link.stop()
  }

  @Test func `bytes that come between two polls are never taken for an answer`() async throws {
    let peer = try await Peer("serial_line", "1")
    // Each answer comes once more, long before the next request: unflushed, it would answer it.
    try await peer.tell("twice 20")
    let line = LinkAddress.rtu(SerialLine(device: peer.address, baud: 19_200))
    let harness = try LinkHarness(line, [.plain(every: .milliseconds(500))])
    try await eventually("readings come") { harness.values(of: .hr).count >= 6 }
    let values = harness.values(of: .hr)
    #expect(zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }, "\(values)")
    #expect(harness.events == [.linkUp, .clear])
    await harness.link.stop()
  }

  @Test func `an adapter that is unplugged is found again under its lasting name`() async throws {
    let first = try await Peer("serial_line", "1")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = folder.appendingPathComponent("by-path").path
    try FileManager.default.createSymbolicLink(
      atPath: name, withDestinationPath: first.address)
    let harness = try LinkHarness(.rtu(SerialLine(device: name, baud: 19_200)), [.plain()])
    try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
    first.kill()
    try FileManager.default.removeItem(atPath: name)
    try await eventually("the loss is told") {
      if case .linkDown? = harness.events.last { true } else { false }
    }
    harness.forget()
    let second = try await Peer("serial_line", "1")
    try FileManager.default.createSymbolicLink(
      atPath: name, withDestinationPath: second.address)
    try await eventually("readings come again") { !harness.values(of: .hr).isEmpty }
    await harness.link.stop()
  }

  @Test(arguments: ["rtu", "rtu-tcp"])
  func `units on one line of a foreign maker are told apart`(way: String) async throws {
    let peer = try await Peer("monitor", way, "1", "2", "17")
    try await peer.tell("own 1 0 61")
    try await peer.tell("own 2 0 62")
    try await peer.tell("own 17 0 77")
    let units = [(1, "a"), (2, "b"), (17, "c")].map { unit, monitor in
      MonitoredUnit.plain(monitor, unit: UInt8(unit), every: .milliseconds(200))
    }
    let address: LinkAddress =
      way == "rtu"
      ? .rtu(SerialLine(device: peer.address, baud: 19_200))
      : .rtuOverTCP(host: "127.0.0.1", port: peer.port)
    let harness = try LinkHarness(address, units)
    try await eventually("all three are read: \(harness.events)") {
      ["a", "b", "c"].allSatisfy { harness.values(of: .hr, monitor: $0).count > 5 }
    }
    #expect(Set(harness.values(of: .hr, monitor: "a")) == [61])
    #expect(Set(harness.values(of: .hr, monitor: "b")) == [62])
    #expect(Set(harness.values(of: .hr, monitor: "c")) == [77])
    #expect(try await peer.tell("seen") == "3", "it only reads")
    await harness.link.stop()
  }

  @Test(arguments: [
    1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
  ])
  func `every speed that a configuration can name is set`(baud: Int) async throws {
    let peer = try await Peer("serial_line", "1")
    let descriptor = try TtyOpener(line: SerialLine(device: peer.address, baud: baud)).open()
    defer { close(descriptor) }
    let other = TtyOpener(line: SerialLine(device: peer.address, baud: baud))
    #expect(throws: Dialler.Failure.self, "another program cannot have it") { try other.open() }
  }

  @Test(arguments: [
    ("checksum", "bad checksum"), ("echo", "bad checksum"), ("noise", "another unit's answer"),
    ("as-unit 7", "another unit's answer"),
  ])
  func `a spoilt or foreign answer is garbled`(mode: String, reason: String) async throws {
    let peer = try await Peer("serial_line", "1")
    try await peer.tell(mode)
    let harness = try harness(peer)
    try await eventually("\(harness.events)") { harness.events == [.garbled(reason: reason)] }
    #expect(harness.values(of: .hr) == [])
    await harness.link.stop()
  }

  @Test func `a line that is not there is a lost link that names it`() async throws {
    let line = SerialLine(device: "/dev/there-is-none", baud: 9600)
    let harness = try LinkHarness(.rtu(line), [.plain()])
    try await eventually("it is told") {
      harness.events == [
        .linkDown(reason: "open /dev/there-is-none: No such file or directory")
      ]
    }
    await harness.link.stop()
  }

  private func harness(_ peer: Peer) throws -> LinkHarness {
    try LinkHarness(.rtu(SerialLine(device: peer.address, baud: 19_200)), [.plain()])
  }
}
