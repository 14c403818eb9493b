import Foundation
import MonitorProtocols
import PeerKit
import Synchronization
import Testing
import Vitals

@testable import Monitors
@testable import SimulatedMonitors

/// Simulated monitors at real ports, read by the links that read real ones. Both clocks run ten
/// times faster than life.
@Suite struct SimulatedSerialMonitorTests {
  private static let speed = 10.0
  /// The infusion has not begun, and the cuff measures soon and often.
  private static let bedside = SimulatedBedside(
    SimulatedPatient(.usualRise, seed: 5), firstCuff: .seconds(40), cuffEvery: .seconds(60),
    cuffTakes: .seconds(20))

  @Test(arguments: SerialLanguage.allCases)
  func `every protocol is read over a pseudo-terminal`(language: SerialLanguage) async throws {
    let line = try SimulatedLine(language)
    let harness = try line.harness()
    try await expectVitals(harness, language)
    await harness.link.stop()
  }

  @Test(arguments: SerialLanguage.allCases)
  func `every protocol is read over a serial device server`(language: SerialLanguage) async throws {
    let line = try SimulatedLine(language, at: .tcp(host: SimulatedListener.loopback, port: 0))
    let harness = try line.harness()
    try await expectVitals(harness, language)
    await harness.link.stop()
  }

  private func expectVitals(_ harness: StreamHarness, _ language: SerialLanguage) async throws {
    for vital in language.vitals where vital != .map {
      try await eventually("\(vital): \(harness.news)") { !harness.values(of: vital).isEmpty }
    }
    let rest = Self.bedside.patient.rest
    for (vital, usual) in [
      (VitalSign.hr, rest.hr), (.spo2, rest.spo2), (.sbp, rest.sbp), (.dbp, rest.dbp),
    ] {
      #expect(harness.values(of: vital).allSatisfy { abs($0 - usual) <= 4 })
    }
  }

  @Test func `a plug that is pulled is a port that is gone, and one that is back is read again`()
    async throws
  {
    let line = try SimulatedLine(.noninDF8)
    let harness = try line.harness()
    try await eventually("readings") { !harness.values(of: .hr).isEmpty }
    line.fault(.unplug)
    try await eventually("the loss is told") { harness.isLost }
    #expect(harness.isGone)
    harness.forget()
    line.mend()
    try await eventually("readings come again") { !harness.values(of: .hr).isEmpty }
    await harness.link.stop()
  }

  @Test func `a server that is switched off refuses, and comes back at its port`() async throws {
    let line = try SimulatedLine(.noninDF2, at: .tcp(host: SimulatedListener.loopback, port: 0))
    let harness = try line.harness()
    try await eventually("readings") { !harness.values(of: .hr).isEmpty }
    line.fault(.unplug)
    try await eventually("the loss is told") { harness.isLost }
    harness.forget()
    line.mend()
    try await eventually("readings come again") { !harness.values(of: .hr).isEmpty }
    await harness.link.stop()
  }

  @Test
  func `a silent line is silent, a garbled one is garbled, and a probe that is off is absent`()
    async throws
  {
    let line = try SimulatedLine(.noninDF2)
    let harness = try line.harness()
    try await eventually("readings") { !harness.values(of: .hr).isEmpty }
    line.fault(.silence)
    try await eventually("silence: \(harness.events)") { harness.isSilent }
    line.mend()
    line.fault(.garbage)
    try await eventually("garbage: \(harness.events)") { harness.isGarbled }
    line.mend()
    harness.forget()
    line.fault(.sensorOff)
    try await eventually("absent: \(harness.news)") {
      harness.contents(of: .spo2).contains(.absent(.sensorOff))
    }
    line.mend()
    line.fault(.wrongChecksum)
    harness.forget()
    try await eventually("garbled: \(harness.events)") { harness.isGarbled }
    #expect(harness.values(of: .hr) == [])
    await harness.link.stop()
  }

  @Test func `another device's serial number is told`() async throws {
    let line = try SimulatedLine(.masimoASCII1, identity: "0000070986")
    let harness = try line.harness(expect: "0000145838")
    try await eventually("the identity: \(harness.events)") {
      harness.events.contains(.identity(found: "0000070986"))
    }
    #expect(harness.values(of: .hr) == [])
    await harness.link.stop()
  }

  @Test func `units on one Modbus RTU line are read through libmodbus, each its own patient`()
    async throws
  {
    let line = try SimulatedLine(.modbusRTU, units: 3) { unit, _ in
      ShownVitals(hr: .value(Double(60 + unit)), spo2: .value(97.5))
    }
    let units = (1...3).map { MonitoredUnit.plain("unit-\($0)", unit: UInt8($0)) }
    let harness = try LinkHarness(
      .rtu(SerialLine(device: line.monitor.place, baud: 19_200)), units)
    for unit in 1...3 {
      try await eventually("readings of \(unit): \(harness.events)") {
        harness.values(of: .hr, monitor: "unit-\(unit)").contains(Double(60 + unit))
      }
    }
    #expect(harness.values(of: .spo2, monitor: "unit-2").allSatisfy { $0 == 97.5 })
    await harness.link.stop()
  }

  @Test func `a Modbus RTU line is late, spoilt, silent and unplugged as a real one is`()
    async throws
  {
    let line = try SimulatedLine(.modbusRTU) { _, on in
      ShownVitals(hr: .value(72), spo2: .value(97.5))
    }
    let address = LinkAddress.rtu(SerialLine(device: line.monitor.place, baud: 19_200))
    let harness = try LinkHarness(address, [.plain()])
    try await eventually("readings") { harness.values(of: .hr).count > 2 }
    for (kind, told) in [
      (SimulatedFault.Kind.late, MonitorReport.News.linkDown(reason: "no answer")),
      (.wrongChecksum, .garbled(reason: "bad checksum")),
      (.silence, .linkDown(reason: "no answer")),
    ] {
      harness.forget()
      line.fault(kind)
      try await eventually("\(kind): \(harness.events)") { harness.events.contains(told) }
      line.mend()
      harness.forget()
      try await eventually("well: \(harness.events)") { !harness.values(of: .hr).isEmpty }
    }
    line.fault(.unplug)
    try await eventually("gone: \(harness.events)") {
      if case .linkDown? = harness.events.last { true } else { false }
    }
    harness.forget()
    line.mend()
    try await eventually("well: \(harness.events)") { harness.values(of: .hr).contains(72) }
    await harness.link.stop()
  }

  @Test func `a Modbus TCP server babbles and is late as it is told to`() async throws {
    let conduct = Mutex(LinkConduct.answers)
    let server = try SimulatedMonitor(conduct: { conduct.withLock(\.self) }) { [72, 975] }
    defer { server.stop() }
    let harness = try LinkHarness(port: server.port)
    try await eventually("readings") { !harness.values(of: .hr).isEmpty }
    conduct.withLock { $0 = .babbles }
    try await eventually("garbled: \(harness.events)") {
      harness.events.contains { if case .garbled = $0 { true } else { false } }
    }
    conduct.withLock { $0 = .isLate }
    try await eventually("late: \(harness.events)") {
      harness.events.contains { if case .linkDown = $0 { true } else { false } }
    }
    harness.forget()
    conduct.withLock { $0 = .answers }
    try await eventually("well: \(harness.events)") { harness.values(of: .hr).contains(72) }
    await harness.link.stop()
  }

  @Test func `a second connection is turned away, and the first is still served`() async throws {
    let line = try SimulatedLine(.noninDF2, at: .tcp(host: SimulatedListener.loopback, port: 0))
    let (first, second) = (try line.harness(), try line.harness())
    try await eventually("one is served") {
      !first.values(of: .hr).isEmpty || !second.values(of: .hr).isEmpty
    }
    let (served, other) = first.values(of: .hr).isEmpty ? (second, first) : (first, second)
    try await eventually("the other is turned away: \(other.events)") { other.isLost }
    #expect(other.values(of: .hr) == [])
    await served.link.stop()
    try await eventually("its turn comes") { !other.values(of: .hr).isEmpty }
    await other.link.stop()
  }

  /// A simulated monitor at a port, whose faults the test makes.
  private final class SimulatedLine: Sendable {
    let monitor: SimulatedSerialMonitor
    private let language: SerialLanguage?
    private let faults: Faults
    private let clock: SimulatedClock
    private let isTCP: Bool

    private final class Faults: Sendable {
      let now = Mutex(SimulatedFaults())
    }

    convenience init(
      _ language: SerialLanguage, at port: SimulatedPort? = nil, identity: String? = nil
    ) throws {
      try self.init(.serial(language), at: port, identity: identity) { _, on in
        SimulatedSerialMonitorTests.bedside.shown(on: on, started: nil)
      }
    }

    init(
      _ speaks: SimulatedProtocol, at port: SimulatedPort? = nil, identity: String? = nil,
      units: Int = 1, face: @escaping @Sendable (Int, Span) -> ShownVitals
    ) throws {
      language = if case .serial(let language) = speaks { language } else { nil }
      isTCP = if case .tcp? = port { true } else { false }
      let faults = Faults()
      self.faults = faults
      let started = LinkHarness.clock.now()
      clock = SimulatedClock(speed: SimulatedSerialMonitorTests.speed) {
        let passed = (LinkHarness.clock.now() - started).seconds
        return .milliseconds(Int64(passed * 1000 * SimulatedSerialMonitorTests.speed))
      }
      let link = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())").path
      monitor = try SimulatedSerialMonitor(
        SimulatedSerialMonitor.Plan(
          speaks, identity: identity, units: units, clock: clock,
          faults: { faults.now.withLock(\.self) }, face: face),
        on: port ?? .pty(link: link))
    }

    deinit { monitor.stop() }

    func harness(expect: String? = nil) throws -> StreamHarness {
      let clock = clock
      let linkClock = LinkClock(
        now: { Moment(milliseconds: clock.on().milliseconds) }, speed: clock.speed)
      let parts = monitor.place.split(separator: ":")
      let address: StreamAddress =
        isTCP
        ? .tcp(host: String(parts[0]), port: UInt16(parts[1]) ?? 0)
        : .tty(SerialLine(device: monitor.place, baud: 19_200))
      return try StreamHarness(
        address, language ?? .noninDF8, vitals: VitalSign.allCases, expect: expect,
        clock: linkClock)
    }

    func fault(_ kind: SimulatedFault.Kind) {
      let fault = SimulatedFault(kind, from: clock.on())
      faults.now.withLock { $0.add(fault) }
    }

    func mend() { faults.now.withLock { $0 = SimulatedFaults() } }
  }
}

extension StreamHarness {
  fileprivate var isGone: Bool { isLost { $0.contains(" is gone: ") } }
  fileprivate var isSilent: Bool { isLost { $0.contains(" is silent ") } }
  fileprivate var isGarbled: Bool { if case .garbled? = events.last { true } else { false } }

  private func isLost(_ isMeant: (String) -> Bool) -> Bool {
    if case .linkDown(let reason)? = events.last { isMeant(reason) } else { false }
  }
}
