import Testing
import Vitals

@testable import SimulatedMonitors

/// A simulated Modbus RTU line, byte by byte.
@Suite struct SimulatedRTUDeviceTests {
  private static let well = SimulatedFaults()
  /// Two holding registers from 0 on, of unit 1; and their answer: HR 72, SpO2 97.5.
  private static let read: [UInt8] = [0x01, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC4, 0x0B]
  private static let answer: [UInt8] = [0x01, 0x03, 0x04, 0x00, 0x48, 0x03, 0xCF, 0x3A, 0x81]

  private func device() throws -> SimulatedRTUDevice {
    try #require(
      SimulatedRTUDevice(units: 2, lateness: .milliseconds(900)) { unit, _ in
        ShownVitals(hr: .value(Double(71 + unit)), spo2: .value(97.5))
      })
  }

  @Test func `a request is answered, whole or in pieces`() throws {
    let device = try device()
    device.hear(Self.read, at: .zero, Self.well)
    #expect(device.take(at: .zero, Self.well) == Self.answer)
    device.hear(Array(Self.read.prefix(3)), at: .seconds(1), Self.well)
    #expect(device.take(at: .seconds(1), Self.well) == [])
    device.hear(Array(Self.read.dropFirst(3)), at: .seconds(1), Self.well)
    #expect(device.take(at: .seconds(1), Self.well) == Self.answer)
  }

  @Test func `the beginning of a request that was never ended spoils no later one`() throws {
    let device = try device()
    device.hear(Array(Self.read.prefix(5)), at: .zero, Self.well)
    device.hear(Self.read, at: .seconds(1), Self.well)
    #expect(device.take(at: .seconds(1), Self.well) == Self.answer)
  }

  @Test func `a write is refused, and nobody answers for another unit or a spoilt request`() throws
  {
    let device = try device()
    device.hear([0x01, 0x06, 0x00, 0x00, 0x00, 0x63, 0xC9, 0xE3], at: .zero, Self.well)
    #expect(device.take(at: .zero, Self.well) == [0x01, 0x86, 0x01, 0x83, 0xA0])
    device.hear([0x09, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC5, 0x43], at: .seconds(1), Self.well)
    device.hear(Self.read.dropLast() + [0x0A], at: .seconds(2), Self.well)
    #expect(device.take(at: .seconds(3), Self.well) == [])
    device.hear(Self.read, at: .seconds(4), Self.well)
    #expect(device.take(at: .seconds(4), Self.well) == Self.answer, "and it goes on")
  }

  @Test func `an answer is late, its sum wrong, or there is none`() throws {
    let device = try device()
    let late = SimulatedFaults([SimulatedFault(.late, from: .zero)])
    device.hear(Self.read, at: .zero, late)
    #expect(device.take(at: .milliseconds(899), late) == [])
    #expect(device.take(at: .milliseconds(900), late) == Self.answer)
    let wrong = SimulatedFaults([SimulatedFault(.wrongChecksum, from: .zero)])
    device.hear(Self.read, at: .seconds(2), wrong)
    #expect(device.take(at: .seconds(2), wrong) == Self.answer.dropLast() + [0x7E])
    let silent = SimulatedFaults([SimulatedFault(.silence, from: .zero)])
    device.hear(Self.read, at: .seconds(3), silent)
    #expect(device.take(at: .seconds(9), silent) == [])
  }
}
