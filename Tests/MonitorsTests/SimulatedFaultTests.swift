import MonitorProtocols
import Testing
import Vitals

@testable import SimulatedMonitors

/// What goes wrong with a simulated device, as its bytes show it.
@Suite struct SimulatedFaultTests {
  private static let well = ShownVitals(hr: .value(72), spo2: .value(97))

  private func heard(
    _ language: SerialLanguage, _ kind: SimulatedFault.Kind,
    face: @escaping @Sendable (Span) -> ShownVitals = { _ in well }
  ) -> Conversation {
    let faults = SimulatedFaults([SimulatedFault(kind, from: .zero)])
    return Conversation(language, faults: faults, face: face)
  }

  @Test(arguments: SerialLanguage.allCases)
  func `a silent device says nothing, and a garbled line brings bytes that are no frames`(
    language: SerialLanguage
  ) {
    #expect(heard(language, .silence).tally.bytes == 0)
    let noise = heard(language, .garbage).tally
    #expect(noise.bytes > 0)
    #expect(noise.frames == 0)
  }

  @Test(arguments: SerialLanguage.allCases.filter(\.hasChecksum))
  func `every checksum is wrong where they are to be, and right again after`(
    language: SerialLanguage
  ) {
    let wrong = heard(language, .wrongChecksum)
    #expect(wrong.tally.frames == 0)
    #expect(wrong.tally.checksumErrors > 0)
    #expect(wrong.findings == [])
    let faults = SimulatedFaults([SimulatedFault(.wrongChecksum, from: .zero, length: .seconds(35))]
    )
    let mended = Conversation(language, seconds: 62, faults: faults) { _ in Self.well }
    #expect(mended.tally.frames > 0)
    #expect(mended.tally.checksumErrors > 0)
  }

  @Test func `a frozen face stands still, and so does its clock`() {
    let course: @Sendable (Span) -> ShownVitals = { on in
      ShownVitals(hr: .value(60 + on.seconds.rounded(.down)), spo2: .value(97))
    }
    let faults = SimulatedFaults([
      SimulatedFault(.frozen, from: .seconds(10), length: .seconds(10))
    ])
    let heard = Conversation(.noninDF8, seconds: 25, faults: faults, face: course)
    let rates = (1...25).map { Double(60 + ((10..<20).contains($0) ? 10 : $0)) }
    #expect(heard.contents(of: .hr) == rates.map { .value($0) })
    let frozen = faults.shown(at: .seconds(15), course)
    #expect(frozen.vitals.registers(on: frozen.on)[7] == 10, "the heartbeat")
  }

  @Test func `a probe that is off comes and goes with its time`() {
    let faults = SimulatedFaults([
      SimulatedFault(.sensorOff, from: .seconds(5), length: .seconds(3))
    ])
    let heard = Conversation(.noninDF8, seconds: 10, faults: faults) { _ in Self.well }
    let expected = (1...10).map {
      (5..<8).contains($0) ? Reading.Content.absent(.sensorOff) : .value(72)
    }
    #expect(heard.contents(of: .hr) == expected)
  }

  @Test func `a late answer comes after others would have given it up`() {
    var device = SimulatedSerialDevice(
      .suntechNIBP, identity: nil, lateness: SimulatedFault.lateness
    ) { _ in Self.well }
    let faults = SimulatedFaults([SimulatedFault(.late, from: .zero)])
    device.plug(at: .zero)
    device.hear(SerialRequest.suntechResult.bytes, at: .zero, faults)
    #expect(device.take(at: .milliseconds(899), faults) == [])
    #expect(device.due == .milliseconds(900))
    #expect(device.take(at: .milliseconds(900), faults).count == 24)
  }

  @Test func `who mends ends what is wrong now, and nothing that is yet to come`() {
    var faults = SimulatedFaults([
      SimulatedFault(.garbage, from: .seconds(1)), SimulatedFault(.silence, from: .seconds(9)),
    ])
    #expect(faults.has(.garbage, at: .seconds(5)))
    faults.mend(at: .seconds(5))
    #expect(!faults.has(.garbage, at: .seconds(5)))
    #expect(faults.has(.silence, at: .seconds(9)))
  }

  @Test(arguments: [
    (SimulatedProtocol.serial(.noninDF8), [SimulatedFault.Kind.wrongChecksum, .late]),
    (.serial(.noninDF2), [.late]), (.serial(.suntechNIBP), [.sensorOff]),
    (.modbusTCP, [.wrongChecksum]), (.modbusRTU, []),
  ])
  func `a fault that a protocol cannot have is refused with a reason`(
    speaks: SimulatedProtocol, kinds: [SimulatedFault.Kind]
  ) {
    #expect(SimulatedFault.Kind.allCases.filter { speaks.refusal(of: $0) != nil } == kinds)
    #expect(kinds.allSatisfy { speaks.refusal(of: $0)?.hasPrefix(speaks.name) == true })
  }

  @Test func `a device that was pulled out has forgotten what it was asked`() {
    var device = SimulatedSerialDevice(.datexDRI, identity: nil, lateness: .zero) { _ in Self.well }
    device.plug(at: .zero)
    device.hear(SerialRequest.datexDisplayedEvery5s.bytes, at: .zero, SimulatedFaults())
    #expect(!device.take(at: .seconds(5), SimulatedFaults()).isEmpty)
    device.plug(at: .seconds(6))
    #expect(device.take(at: .seconds(30), SimulatedFaults()).isEmpty)
  }

  @Test func `beats that were missed are left out`() {
    var device = SimulatedSerialDevice(.noninDF8, identity: nil, lateness: .zero) { _ in Self.well }
    device.plug(at: .zero)
    #expect(device.take(at: .seconds(3600), SimulatedFaults()).count == 4)
  }
}
