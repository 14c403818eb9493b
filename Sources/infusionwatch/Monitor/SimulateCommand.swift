import ArgumentParser
import MonitorProtocols
import SimulatedMonitors
import Vitals

/// `infusionwatch simulate PROTOCOL`: a bedside monitor for tests and for training.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "A simulated bedside monitor on a pseudo-terminal, a serial line or a TCP port.",
    discussion: """
      It says where it is, and what to paste into station.toml to have it read. It speaks \
      modbus-tcp, modbus-rtu, or a serial protocol (\(serialNames)), and answers what a master may \
      ask and nothing else. A line of the standard input is a fault from now on, such as \
      “sensor-off”, or “garbage 10” for ten seconds; “well” mends all.
      """)

  private static let serialNames =
    SerialLanguage.allCases.map(\.rawValue).joined(separator: ", ")

  @Argument(help: "What it speaks.", transform: SimulateWords.speaks)
  var `protocol`: SimulatedProtocol

  @Option(
    help: "pty, a line's path, or tcp:[HOST:]PORT; modbus-tcp has a free port if left out.",
    transform: SimulatedPlace.init(words:))
  var on: SimulatedPlace?

  @Option(
    help: "What happens to the patient: \(SimulateWords.scenarios).",
    transform: SimulateWords.scenario)
  var scenario: SimulatedPatient.Scenario?

  @Option(help: "A recording, which it shows instead of a patient.", completion: .file())
  var recording: String?

  @Option(help: "The recording's bed, if it has more than one.")
  var bed: String?

  @Option(help: "How many times faster than life the patient is: 0.1 to 100.")
  var speed = 1.0

  @Option(
    help: "NAME@SECONDS[+SECONDS]: a fault, when it begins and how long it lasts; more than once.",
    transform: SimulateWords.fault)
  var fault: [SimulatedFault] = []

  @Option(help: "What it says that it is: a serial number or a model, where the protocol has one.")
  var identity: String?

  @Option(help: "How many units there are on a modbus-rtu line: 1 to 16.")
  var units = 1

  func validate() throws {
    guard (0.1...100).contains(speed) else { throw ValidationError("--speed is 0.1 to 100.") }
    guard (1...16).contains(units) else { throw ValidationError("--units is 1 to 16.") }
    guard units == 1 || `protocol` == .modbusRTU else {
      throw ValidationError("only a modbus-rtu line has more than one unit; leave out --units.")
    }
    guard scenario == nil || recording == nil else {
      throw ValidationError("--recording is shown instead of a --scenario; leave out one of them.")
    }
    guard bed == nil || recording != nil else {
      throw ValidationError("--bed is a bed of a --recording; name one, or leave it out.")
    }
    if let refusal = place.refusal(of: `protocol`) { throw ValidationError(refusal) }
    for fault in fault {
      if let refusal = `protocol`.refusal(of: fault.kind) { throw ValidationError(refusal) }
    }
    if let identity, let refusal = SimulateWords.refusal(of: identity, `protocol`) {
      throw ValidationError(refusal)
    }
  }

  /// Where it is; a serial monitor is on a pseudo-terminal unless something else is said.
  private var place: SimulatedPlace {
    on ?? (`protocol` == .modbusTCP ? .tcp(host: SimulatedListener.loopback, port: 0) : .pty)
  }

  func run() throws {
    let end = try EndOfCommand()
    let face = try face()
    let folder = place == .pty ? try TemporaryFolder.made(for: "simulate") : nil
    defer { folder?.remove() }
    let desk = FaultDesk(`protocol`, faults: fault, speed: speed)
    let monitor = try start(desk, folder, face)
    defer { monitor.stop() }
    let opening = SimulateOpening(
      speaks: `protocol`, place: place, found: monitor.place, units: units, speed: speed)
    guard try StandardOutput.tell(opening.description) else { return }
    try desk.listen(until: end) { try StandardOutput.tell($0) }
  }

  private typealias Face = @Sendable (_ unit: Int, _ on: Vitals.Span) -> ShownVitals

  private func face() throws -> Face {
    if let recording {
      let recorded = try RecordedBed(recording, bed: bed).vitals
      return { _, on in recorded.shown(at: on) }
    }
    let scenario = scenario ?? .usualRise
    let beds = (1...units).map { unit in
      SimulatedBedside(
        SimulatedPatient(scenario, seed: UInt64(unit)), firstCuff: .seconds(30),
        cuffTakes: .seconds(20))
    }
    // The infusion begins as the monitor is switched on.
    return { unit, on in beds[unit - 1].shown(on: on, started: .zero) }
  }

  private func start(
    _ desk: FaultDesk, _ folder: TemporaryFolder?, _ face: @escaping Face
  ) throws -> any RunningSimulation {
    do {
      if case .tcp(let host, let port) = place, `protocol` == .modbusTCP {
        return try SimulatedMonitor(
          host: host, port: port, conduct: { desk.faults.conduct(at: desk.on) },
          registers: {
            let shown = desk.faults.shown(at: desk.on) { face(1, $0) }
            return shown.vitals.registers(on: shown.on)
          })
      }
      return try SimulatedSerialMonitor(
        SimulatedSerialMonitor.Plan(
          `protocol`, identity: identity, units: units,
          clock: SimulatedClock(speed: speed) { desk.on }, faults: { desk.faults }, face: face),
        on: place.port(for: `protocol`, folder: folder?.path ?? ""))
    } catch {
      StandardError.tell("\(error)")
      throw ExitCode.unavailable
    }
  }
}
