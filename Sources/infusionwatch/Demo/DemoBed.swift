import InfusionCore
import Monitors
import SimulatedMonitors
import Station
import Synchronization
import Vitals

/// A bed of the demonstration: a patient, a monitor that shows it, the link that reads the monitor.
final class DemoBed: Sendable {
  /// How long before the start of the infusion the patient was admitted and the monitor put on.
  static let prepared = Vitals.Span.minutes(7)

  let plan: DemoPlan
  let monitor: SimulatedMonitor
  let admitted: Moment
  let started: Moment
  private let bedside: Bedside

  /// The monitor's face, which follows what people do.
  private final class Bedside: Sendable {
    let face: Mutex<SimulatedBedside>
    init(_ face: SimulatedBedside) { self.face = Mutex(face) }
  }

  /// A bed whose monitor answers from now on.
  init(_ plan: DemoPlan, _ timebase: DemoTimebase) throws(SimulatedFailure) {
    let opening = timebase.opening
    let started = opening - plan.infusing
    let admitted = started - Self.prepared
    let bedside = Bedside(SimulatedBedside(plan.patient, firstCuff: .minutes(1)))
    var conduct: (@Sendable () -> LinkConduct)?
    if let outage = plan.outage { conduct = { outage.conduct(at: timebase.now - opening) } }
    monitor = try SimulatedMonitor(conduct: conduct) {
      let face = bedside.face.withLock(\.self)
      return face.registers(on: timebase.now - admitted, started: started - admitted)
    }
    self.plan = plan
    self.started = started
    self.admitted = admitted
    self.bedside = bedside
  }

  /// What the monitor shows at a moment, as its link tells it.
  func readings(at moment: Moment) -> [Reading] {
    bedside.face.withLock(\.self)
      .readings(on: moment - admitted, started: started - admitted, switchedOn: admitted)
  }

  /// Somebody presses the cuff's button.
  func pressCuff(at moment: Moment) {
    bedside.face.withLock { $0.cuffPressed.append(moment - admitted) }
  }

  /// What a phase does to the patient: without the drug a crisis passes, and who leaves takes no
  /// monitor along.
  func changed(to phase: Phase, at moment: Moment) {
    bedside.face.withLock { face in
      switch phase {
      case .held, .recovering: face.patient.relief = face.patient.relief ?? moment - started
      case .closed: face.unhooked = moment - admitted
      case .preparing, .infusing, .ready: break
      }
    }
  }

  var monitorName: String { "simulated-\(plan.bed)" }
  private static let every = Vitals.Span.seconds(1)

  /// What the core is told of the bed.
  var setup: BedSetup {
    BedSetup(
      bed: plan.bed,
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
          monitor: monitorName, bed: plan.bed, unit: 1, map: SimulatedBedside.map,
          vitals: VitalSign.allCases, every: Self.every, timeout: .milliseconds(500))
      ])
  }
}
