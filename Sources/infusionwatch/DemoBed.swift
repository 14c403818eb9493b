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
  private let progress: Progress

  /// What the nurse did, and what the monitor shows as it follows from that.
  private final class Progress: Sendable {
    let admitted = Mutex<Moment?>(nil)
    let started = Mutex<Moment?>(nil)
  }

  /// A bed whose monitor is switched on now. It measures first after the admission.
  init(_ name: String, _ patient: SimulatedPatient, _ timebase: SystemTimebase) throws {
    let switchedOn = timebase.now
    let progress = Progress()
    monitor = try SimulatedMonitor {
      let admitted = progress.admitted.withLock(\.self)
      let cuff = admitted.map { $0 - switchedOn + Self.cuffAfterAdmission } ?? Self.never
      return SimulatedBedside(patient, firstCuff: cuff).registers(
        on: timebase.now - switchedOn,
        started: progress.started.withLock { $0.map { $0 - switchedOn } })
    }
    self.name = name
    self.patient = patient
    self.progress = progress
  }

  /// What the nurse did shows on the patient: the cuff is put on, the infusion starts.
  func took(_ verb: Verb, at moment: Moment) {
    switch verb {
    case .admit: progress.admitted.withLock { $0 = moment }
    case .start: progress.started.withLock { $0 = moment }
    case _: break
    }
  }

  private var monitorName: String { "simulated-\(name)" }
  private static let every = Vitals.Span.seconds(1)
  private static let cuffAfterAdmission = Vitals.Span.seconds(2)
  private static let never = Vitals.Span.minutes(60 * 24 * 365)

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
