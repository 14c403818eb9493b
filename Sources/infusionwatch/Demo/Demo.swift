import ArgumentParser
import Host
import InfusionCore
import Logging
import Settings
import SimulatedMonitors
import Station
import StationWeb

/// `infusionwatch demo`: simulated patients, real protocols, the station.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulated monitors on real protocols, and the station: alerts in words.",
    discussion: """
      Four simulated patients are in the middle of a ketamine infusion: the usual rise of blood \
      pressure, a falling oxygen saturation, a hypertensive crisis, a probe that falls off; one \
      link dies. A simulated nurse acts. With --scenario it is a trainer: a bed for each scenario, \
      and nobody acts but the trainee. Nothing but the loopback interface and pseudo-terminals is \
      used, and nothing is left behind.
      """)

  @Option(help: "How many times faster than life: 1 to 20.")
  var speed = 5.0

  @Option(
    help: "A bed with this scenario, and no nurse; once for each bed: \(scenarios).",
    transform: scenario(named:))
  var scenario: [SimulatedPatient.Scenario] = []

  private static let scenarios =
    SimulatedPatient.Scenario.allCases.map(\.rawValue).joined(separator: ", ")

  private static func scenario(named name: String) throws -> SimulatedPatient.Scenario {
    guard let scenario = SimulatedPatient.Scenario(rawValue: name) else {
      throw ValidationError("no scenario is called “\(name)”; there are \(scenarios)")
    }
    return scenario
  }

  func validate() throws {
    guard (1...20).contains(speed) else { throw ValidationError("--speed is 1 to 20.") }
    guard scenario.count <= DemoPlan.mostBeds else {
      throw ValidationError("--scenario is taken at most \(DemoPlan.mostBeds) times.")
    }
  }

  func run() async throws {
    let end = await DemoEnd()
    let folder = try TemporaryFolder.made(for: "demo")
    defer { folder.remove() }
    let timebase = DemoTimebase(speed: speed)
    let beds = try (scenario.isEmpty ? DemoPlan.story : DemoPlan.trainer(scenario)).map {
      try DemoBed($0, timebase, folder: folder.path)
    }
    defer { beds.forEach { $0.monitor.stop() } }
    let logger = ProgramLog.logger("infusionwatch")
    let socket = try listen()
    let program = try program(beds, timebase, folder, socket, logger)
    let link = try boardLink(port: socket.port, folder)
    guard try tellOpening(of: beds, boardLink: link) else { return }
    let acts = scenario.isEmpty ? DemoScript.acts : []
    try await program.run(until: []) { station in
      [DemoNurse(station: station, beds: beds, acts: acts, timebase: timebase), end]
    }
  }

  /// False: nobody reads.
  private func tellOpening(of beds: [DemoBed], boardLink: String) throws -> Bool {
    let opening = DemoOpening(
      speed: speed, beds: beds, hasNurse: scenario.isEmpty, boardLink: boardLink)
    return try StandardOutput.tell(opening.description)
  }

  private func program(
    _ beds: [DemoBed], _ timebase: DemoTimebase, _ folder: TemporaryFolder,
    _ socket: ListeningSocket,
    _ logger: Logger
  ) throws -> StationProgram {
    let rules = try loadRules()
    do {
      return try StationProgram(
        StationProgram.Parts(
          name: "Demonstration",
          setup: StationSetup(
            beds: beds.map(\.setup), protocols: [rules], defaultProtocol: rules.name),
          data: folder.path, isSimulated: true, links: DemoLinks(beds, timebase),
          announcers: [EventLines(.words, logger: logger), DemoPatients(beds: beds)],
          listener: socket, logger: logger, timebase: timebase,
          past: DemoPast.inputs(of: beds, until: timebase.opening)))
    } catch {
      StandardError.tell(error)
      throw ExitCode.unavailable
    }
  }

  private func listen() throws -> ListeningSocket {
    do {
      return try ListeningSocket(host: "127.0.0.1", port: 0)
    } catch {
      StandardError.tell("no port is free on 127.0.0.1; end another program")
      throw ExitCode.unavailable
    }
  }

  /// The page, with a token of its own.
  private func boardLink(port: UInt16, _ folder: TemporaryFolder) throws -> String {
    var token = ""
    do {
      try TokenFile(folder: folder.path).change { book in
        token = try book.add("you", role: .nurse, now: SystemTimebase.wallMilliseconds / 1000)
      }
      return "http://127.0.0.1:\(port)/#token=\(token)"
    } catch {
      StandardError.tell("\(error)")
      throw ExitCode.unavailable
    }
  }

  private func loadRules() throws -> TreatmentProtocol {
    do {
      return try ProtocolLibrary.shipped("ketamine-40")
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }
}
