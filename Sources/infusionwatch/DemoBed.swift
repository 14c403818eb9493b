import InfusionCore
import Monitors
import SimulatedMonitors
import Station
import Synchronization
import Vitals

/// A bed of the demonstration: a patient, a monitor that shows it, the link that reads the monitor.
final class DemoBed: Sendable {
  let name: String
  let patient: SimulatedPatient
  let monitor: SimulatedMonitor
  private let switchedOn: Moment
  private let progress: Progress

  /// When the infusion started; the monitor shows what follows from it.
  private final class Progress: Sendable {
    let started = Mutex<Moment?>(nil)
  }

  /// A bed whose monitor is switched on now. Its first cuff measurement comes after the admission.
  init(_ name: String, _ patient: SimulatedPatient, _ timebase: SystemTimebase) throws {
    let switchedOn = timebase.now
    let progress = Progress()
    let bedside = SimulatedBedside(patient, firstCuff: .seconds(4))
    monitor = try SimulatedMonitor {
      bedside.registers(
        on: timebase.now - switchedOn,
        started: progress.started.withLock { $0.map { $0 - switchedOn } })
    }
    self.name = name
    self.patient = patient
    self.switchedOn = switchedOn
    self.progress = progress
  }

  /// The infusion starts to show.
  func start(at moment: Moment) { progress.started.withLock { $0 = moment } }

  private var monitorName: String { "simulated-\(name)" }
  private static let every = Vitals.Span.seconds(1)

  /// What the core is told of the bed.
  var setup: BedSetup {
    BedSetup(
      bed: name,
      monitors: [
        MonitorSetup(
          name: monitorName, vitals: VitalSign.allCases, every: Self.every, link: monitorName,
          hasHeartbeat: true)
      ])
  }

  /// How the monitor is read.
  var link: LinkPlan {
    LinkPlan(
      name: monitorName, address: .tcp(host: "127.0.0.1", port: monitor.port),
      units: [
        MonitoredUnit(
          monitor: monitorName, bed: name, unit: 1, map: SimulatedBedside.map,
          vitals: VitalSign.allCases, every: Self.every, timeout: .milliseconds(500))
      ])
  }
}
