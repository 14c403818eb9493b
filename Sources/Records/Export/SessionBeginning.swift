import InfusionCore
import Vitals

/// What was there when a session began: each thing with the moment from which it has stood.
struct SessionBeginning {
  /// One thing that the fresh station of a replay is told before the admission.
  struct Item {
    var moment: Moment
    var input: Input
  }

  /// In the order of time.
  private(set) var items: [Item] = []

  /// - Parameter related: The beds whose links matter.
  init(_ trace: SessionTrace, rules: TreatmentProtocol, related: [BedSetup]) {
    for link in trace.links { addOutage(of: link, trace, rules, related) }
    addReadings(trace, rules)
    // Equal moments keep their order.
    items = items.enumerated().sorted {
      ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset)
    }.map(\.element)
  }

  /// A gateway that was down already, or up again only a moment ago, hides what is behind it.
  private mutating func addOutage(
    of link: String, _ trace: SessionTrace, _ rules: TreatmentProtocol, _ related: [BedSetup]
  ) {
    guard let outage = trace.before.outage(of: link) else { return }
    let hidingFor = rules.cannotTell.linkLostMedium + .milliseconds(1)
    let isHiding = outage.longest >= hidingFor
    let monitors = related.flatMap { bed in
      bed.monitors.filter { $0.link == link }.map { (bed: bed.bed, name: $0.name) }
    }
    if let down = outage.downSince {
      let least = trace.admittedAt - hidingFor
      add(monitors, isHiding ? least : max(down, least)) { .linkDown(monitor: $0, reason: nil) }
    } else if let up = outage.upSince, isHiding {
      add(monitors, up - hidingFor) { .linkDown(monitor: $0, reason: nil) }
      let isDown = related.flatMap {
        trace.before.equipmentEvents(of: $0.bed, after: StationCore())
      }
      let back = monitors.filter { monitor in
        !isDown.contains { $0.isOfLink && $0.monitor == monitor.name }
      }
      add(back, up) { .linkUp(monitor: $0) }
    }
  }

  private mutating func add(
    _ monitors: [(bed: String, name: String)], _ moment: Moment,
    _ event: (String) -> MachineEvent
  ) {
    for monitor in monitors {
      items.append(Item(moment: moment, input: .machine(bed: monitor.bed, event(monitor.name))))
    }
  }

  /// Readings that `admit` takes over, as their monitor said them.
  private mutating func addReadings(_ trace: SessionTrace, _ rules: TreatmentProtocol) {
    let bed = trace.beds[0]
    let now = trace.admittedAt
    let monitors = trace.before.beds.first { $0.name == bed }?.setup.monitors ?? []
    for standing in trace.before.standingReadings(of: bed, at: now) {
      guard let vital = standing.readings.first?.vital else { continue }
      let source = monitors.first { $0.vitals.contains(vital) }
      let nominal = (source?.every ?? .zero) * 5
      let fresh = max(rules.freshFor, .milliseconds(nominal.milliseconds / 2))
      guard now - standing.at <= (vital.isCuff ? rules.preStart.cuffAge : fresh) else { continue }
      items.append(
        Item(
          moment: standing.at,
          input: .readings(bed: bed, standing.readings, monitor: source?.name)))
    }
  }
}
