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
  let monitor: any RunningSimulation
  /// How the monitor is read.
  let link: MonitorPlan
  let admitted: Moment
  let started: Moment
  private let bedside: Bedside

  /// The monitor's face, which follows what people do.
  private final class Bedside: Sendable {
    let face: Mutex<SimulatedBedside>
    init(_ face: SimulatedBedside) { self.face = Mutex(face) }
  }

  /// A bed whose monitor speaks from now on.
  ///
  /// - Parameter folder: where a monitor on a pseudo-terminal is found.
  init(_ plan: DemoPlan, _ timebase: DemoTimebase, folder: String) throws {
    let started = timebase.opening - plan.infusing
    let admitted = started - Self.prepared
    let bedside = Bedside(
      SimulatedBedside(plan.patient, firstCuff: .minutes(1), cuffTakes: plan.cuffTakes))
    let on: @Sendable () -> Vitals.Span = { timebase.now - admitted }
    let face: @Sendable (Vitals.Span) -> ShownVitals = { on in
      bedside.face.withLock(\.self).shown(on: on, started: started - admitted)
    }
    if plan.speaks == .modbusTCP {
      let opening = timebase.opening
      var conduct: (@Sendable () -> LinkConduct)?
      if let outage = plan.outage { conduct = { outage.conduct(at: timebase.now - opening) } }
      let server = try SimulatedMonitor(conduct: conduct) {
        let now = on()
        return face(now).registers(on: now)
      }
      monitor = server
      link = plan.polled(at: .tcp(host: SimulatedListener.loopback, port: server.port))
    } else {
      let line = try SimulatedSerialMonitor(
        SimulatedSerialMonitor.Plan(
          plan.speaks, clock: SimulatedClock(speed: timebase.speed, on: on),
          face: { _, on in face(on) }),
        on: .pty(link: "\(folder)/bed-\(plan.bed)"))
      monitor = line
      link = plan.link(at: SimulateLine.of(plan.speaks, line.place))
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

  var monitorName: String { plan.monitorName }

  /// What the core is told of the bed.
  var setup: BedSetup {
    BedSetup(
      bed: plan.bed,
      monitors: [
        MonitorSetup(
          name: monitorName, vitals: VitalSign.allCases, every: plan.every, link: monitorName,
          hasHeartbeat: plan.hasHeartbeat)
      ])
  }
}
