import Foundation
import MonitorProtocols
import PeerKit
import SimulatedMonitors
import Testing
import Vitals

@testable import Monitors

/// Simulated patients look like patients, and simulated monitors like monitors.
@Suite struct SimulatedPatientTests {
  @Test func `over many patients the rise peaks at 30 to 40 min near 13/8 mmHg and 4 beats`() {
    var rise = (sbp: 0.0, dbp: 0.0, hr: 0.0)
    let count = 400
    for seed in 0..<UInt64(count) {
      let patient = SimulatedPatient(.usualRise, seed: seed)
      let before = patient.vitals(at: .zero)
      let peak = patient.vitals(at: .minutes(35))
      rise.sbp += (peak.sbp - before.sbp) / Double(count)
      rise.dbp += (peak.dbp - before.dbp) / Double(count)
      rise.hr += (peak.hr - before.hr) / Double(count)
    }
    #expect(abs(rise.sbp - 12.6) < 0.7)
    #expect(abs(rise.dbp - 8.5) < 0.7)
    #expect(abs(rise.hr - 4.1) < 0.7)
  }

  @Test func `after 100 min all is as before, and every number is plausible`() {
    let patient = SimulatedPatient(.usualRise, seed: 7)
    let rest = patient.rest
    for minute in 0..<160 {
      let now = patient.vitals(at: .minutes(Int64(minute)))
      if minute >= 100 { #expect(abs(now.sbp - rest.sbp) <= 4) }
      #expect(now.sbp > now.map && now.map > now.dbp)
      #expect(now.spo2 > 94 && now.spo2 <= 100)
    }
  }

  @Test func `the same seed gives the same patient`() {
    let (one, other) = (
      SimulatedPatient(.usualRise, seed: 3), SimulatedPatient(.usualRise, seed: 4)
    )
    #expect(
      one.vitals(at: .minutes(20)) == SimulatedPatient(.usualRise, seed: 3).vitals(at: .minutes(20))
    )
    #expect(one.rest != other.rest)
  }

  @Test func `the desaturation lies below 90 for a minute and is over by itself`() {
    let patient = SimulatedPatient(.desaturation, seed: 2)
    let below = (0..<300).filter { patient.vitals(at: .seconds($0)).spo2 < 90 }
    #expect(below.count > 60)
    #expect(below.first.map { $0 > 20 } == true)
    #expect(below.last.map { $0 < 150 } == true)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a crisis passes medium, then high, stays below the highest limit and passes by itself`(
    seed: UInt64
  ) {
    let patient = SimulatedPatient(.hypertensiveCrisis, seed: seed, onset: .minutes(10))
    let course = { (minute: Int64) in patient.vitals(at: .minutes(minute)) }
    #expect(course(10).sbp < 145)
    #expect((160..<185).contains(patient.vitals(at: .seconds(750)).sbp))
    for minute in Int64(14)...25 {
      #expect(course(minute).sbp > 179 && course(minute).sbp < 200)
      #expect(course(minute).dbp > 109 && course(minute).dbp < 120)
      #expect((75..<105).contains(course(minute).hr))
    }
    #expect(course(30).sbp < 150 && course(30).dbp < 95)
  }

  @Test func `a crisis is gone four minutes after somebody did something about it`() {
    var patient = SimulatedPatient(.hypertensiveCrisis, seed: 3, onset: .minutes(10))
    let before = patient.vitals(at: .minutes(15))
    patient.relief = .minutes(15)
    #expect(patient.vitals(at: .minutes(15)) == before)
    #expect(patient.vitals(at: .minutes(17)).sbp < before.sbp - 15)
    #expect(patient.vitals(at: .minutes(19)).sbp < 150)
  }

  @Test func `who is treated before the crisis never has it`() {
    var patient = SimulatedPatient(.hypertensiveCrisis, seed: 3, onset: .minutes(10))
    patient.relief = .minutes(5)
    for minute in Int64(0)..<40 { #expect(patient.vitals(at: .minutes(minute)).sbp < 150) }
  }

  @Test
  func `without its probe the monitor shows no HR and no SpO2, says so, and still has a cuff`() {
    let patient = SimulatedPatient(.probeOff, seed: 4, onset: .minutes(5))
    let bedside = SimulatedBedside(patient)
    let shown = { (second: Int64) in
      SimulatedBedside.map.decode(
        registers: bedside.registers(on: .seconds(second), started: .zero))
    }
    let pictures = stride(from: Int64(280), through: 780, by: 20).map { second in
      shown(second)[.hr] == .absent(.sensorOff) && shown(second)[.spo2] == .absent(.sensorOff)
        ? "-" : shown(second).readings.allSatisfy(\.isPlausible) ? "o" : "?"
    }
    #expect(pictures.joined() == "o-------------oooooooo--oo")
    #expect(shown(320).readings.filter { $0.isPlausible }.map(\.vital) == [.sbp, .dbp, .map])
  }

  @Test func `the cuff measures by itself and whenever its button is pressed`() {
    var bedside = SimulatedBedside(SimulatedPatient(.usualRise, seed: 5), firstCuff: .seconds(60))
    bedside.cuffPressed = [.seconds(150)]
    let ages = [59, 60, 149, 150, 359, 360].map { second in
      SimulatedBedside.map.decode(registers: bedside.registers(on: .seconds(second), started: nil))
        .nibpAge
    }
    #expect(ages == [nil, .zero, .seconds(89), .zero, .seconds(209), .zero])
  }

  @Test func `who got up leaves no number on the monitor`() {
    var bedside = SimulatedBedside(SimulatedPatient(.usualRise, seed: 5))
    bedside.unhooked = .seconds(100)
    let left = SimulatedBedside.map.decode(
      registers: bedside.registers(on: .seconds(100), started: nil))
    #expect(left.readings.allSatisfy { $0.value == nil })
  }

  @Test func `the registers read back as the patient's vital signs`() {
    let bedside = SimulatedBedside(SimulatedPatient(.usualRise, seed: 5), firstCuff: .seconds(60))
    let before = SimulatedBedside.map.decode(
      registers: bedside.registers(on: .seconds(59), started: nil))
    #expect(before[.sbp] == .absent(.notMeasured))
    let after = SimulatedBedside.map.decode(
      registers: bedside.registers(on: .seconds(100), started: nil))
    #expect(after.nibpAge == .seconds(40))
    #expect(after.readings.allSatisfy { $0.isPlausible })
    #expect(after.readings.count == 5)
  }

  @Test func `a simulated monitor answers reads, and refuses to be written to`() async throws {
    let server = try SimulatedMonitor { [72, 975] }
    let harness = try LinkHarness(port: server.port)
    try await eventually("readings") { harness.values(of: .spo2).contains(97.5) }
    await harness.link.stop()
    let write: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 6, 0, 0, 0, 99]
    #expect(try answer(to: write, port: server.port) == [0, 1, 0, 0, 0, 3, 1, 0x86, 1])
    server.stop()
  }

  private func answer(to request: [UInt8], port: UInt16) throws -> [UInt8] {
    let lookup = try NameLookup(host: "127.0.0.1", port: port)
    let descriptor = try Dialler(lookup: lookup, stop: StopSignal()).dial()
    defer { close(descriptor) }
    _ = send(descriptor, request, request.count, 0)
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    poll(&wait, 1, 30_000)
    var reply = [UInt8](repeating: 0, count: 260)
    let count = recv(descriptor, &reply, reply.count, 0)
    return Array(reply.prefix(max(0, count)))
  }
}
