import InfusionCore
import Monitors

/// What became of a reload.
public struct ReloadOutcome: Hashable, Sendable {
  /// A monitor that is read as before, although the new configuration says otherwise.
  public struct KeptMonitor: Hashable, Sendable {
    public var monitor: String
    public var bed: String
  }

  /// How many beds are watched now.
  public var beds: Int
  /// Those whose beds have a session, and that are being read.
  public var keptMonitors: [KeptMonitor]
  /// Beds that the configuration has no more: each stays until its session ends.
  public var keptBeds: [String]
  /// Why a link could not be started.
  public var failure: String?
}

/// How the links go on after a reload: a monitor of a bed with a session that is being read is read
/// as before; one that is lost is worth nothing to its patient, and what the new configuration says
/// of it is.
struct LinkChange {
  var plans: [MonitorPlan]
  var unread: [UnreadMonitor]
  var kept: [ReloadOutcome.KeptMonitor] = []

  /// - Parameters:
  ///   - said: what the new configuration says.
  ///   - current: the links that run.
  ///   - beds: the beds as they are with the new configuration.
  init(
    to said: [MonitorPlan], from current: [MonitorPlan], of beds: [Bed]
  ) {
    var staying: Set<String> = []
    var missing: [UnreadMonitor] = []
    for bed in beds where bed.watch.session != nil {
      let lost = Set(bed.shownFaults.map(\.monitor))
      for name in bed.setup.monitors.map(\.name) {
        let running = current.place(of: name)
        let place = said.place(of: name)
        // A monitor that was bound to another bed by hand is still the same in the configuration.
        let isOwn = place?.bed == (running?.bed ?? bed.name)
        if let running, !isOwn || !lost.contains(name) {
          staying.insert(name)
          if running != place { kept.append(.init(monitor: name, bed: bed.name)) }
        } else if !isOwn {
          missing.append(.notConfigured(name, bed: bed.name))
        }
      }
    }
    plans = said.keeping(staying, of: current)
    let read = Set(plans.flatMap(\.monitors).map(\.monitor))
    let displaced = said.flatMap(\.monitors).filter { !read.contains($0.monitor) }
    unread = missing + displaced.map { .displaced($0.monitor, bed: $0.bed) }
  }
}

/// Where a monitor is read, and how.
private enum MonitorPlace: Hashable {
  case polled(LinkAddress, MonitoredUnit)
  case streamed(StreamPlan)

  /// The bed that it stands at.
  var bed: String {
    switch self {
    case .polled(_, let unit): unit.bed
    case .streamed(let plan): plan.monitor.bed
    }
  }
}

extension [MonitorPlan] {
  /// Where and how a monitor is read; nil: nowhere.
  fileprivate func place(of monitor: String) -> MonitorPlace? {
    for plan in self {
      switch plan {
      case .polled(let plan):
        guard let unit = plan.units.first(where: { $0.monitor == monitor }) else { continue }
        return .polled(plan.address, unit)
      case .streamed(let plan):
        if plan.monitor.monitor == monitor { return .streamed(plan) }
      }
    }
    return nil
  }
}
