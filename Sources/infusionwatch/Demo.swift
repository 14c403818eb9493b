import ArgumentParser
import Host
import InfusionCore
import Monitors
import Records
import ServiceLifecycle
import Settings
import SimulatedMonitors
import Station
import Vitals

/// `infusionwatch demo`: simulated patients, real Modbus, the station.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulated monitors on real Modbus TCP, and the station: alerts in words.",
    discussion: """
      Two simulated patients get a ketamine infusion: the usual rise of blood pressure at bed 1, \
      a falling oxygen saturation at bed 2. Nothing but the loopback interface is used.
      """)

  @Option(help: "How many times faster than life: 1 to 20.")
  var speed = 5.0

  func validate() throws {
    guard (1...20).contains(speed) else { throw ValidationError("--speed is 1 to 20.") }
  }

  func run() async throws {
    let timebase = SystemTimebase(speed: speed)
    let rules = try loadRules()
    let beds = try [
      DemoBed("1", SimulatedPatient(.usualRise, seed: 1), timebase),
      DemoBed("2", SimulatedPatient(.desaturation, seed: 2), timebase),
    ]
    defer { beds.forEach { $0.monitor.stop() } }
    let logger = ProgramLog.logger("infusionwatch")
    let setup = StationSetup(
      beds: beds.map(\.setup), protocols: [rules], defaultProtocol: rules.name)
    let station = Station(
      setup,
      Station.Parts(
        timebase: timebase, ledger: VolatileLedger(), links: MonitorLinks(beds.map(\.link)),
        announcers: [EventLines(.words, logger: logger)], logger: logger))
    var output = OutputFile()
    try output.write(opening(beds).utf8)
    try output.flush()
    try await StationGroup.run(
      [StationService(station), DemoNurse(station: station, beds: beds, timebase: timebase)],
      logger: logger)
  }

  private func loadRules() throws -> TreatmentProtocol {
    do {
      return try ProtocolLibrary.shipped("ketamine-40")
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }

  private func opening(_ beds: [DemoBed]) -> String {
    let times = speed == speed.rounded() ? String(Int(speed)) : String(speed)
    let lines = beds.map { bed in
      "bed \(bed.name)  \(bed.patient.scenario.words), Modbus TCP on 127.0.0.1:\(bed.monitor.port)"
    }
    return """
      SIMULATED patients, \(times) times faster than life; no real monitor is read. Ctrl-C ends it.
      \(lines.joined(separator: "\n"))

      """
  }
}

extension SimulatedPatient.Scenario {
  fileprivate var words: String {
    switch self {
    case .usualRise: "the usual rise of blood pressure"
    case .desaturation: "a falling oxygen saturation"
    }
  }
}
