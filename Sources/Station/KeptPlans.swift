import Monitors

extension [MonitorPlan] {
  /// These plans, with some monitors read as they are read now.
  func keeping(_ monitors: Set<String>, of current: [MonitorPlan]) -> [MonitorPlan] {
    let polled = polled.keeping(monitors, of: current.polled)
    let kept = current.streamed.filter { monitors.contains($0.monitor.monitor) }
    // A line that is kept is nobody else's meanwhile.
    let others = streamed.filter { plan in
      !monitors.contains(plan.monitor.monitor) && !kept.contains { $0.address == plan.address }
    }
    return polled.map { .polled($0) } + (kept + others).map { .streamed($0) }
  }

  private var polled: [LinkPlan] {
    compactMap { if case .polled(let plan) = $0 { plan } else { nil } }
  }

  private var streamed: [StreamPlan] {
    compactMap { if case .streamed(let plan) = $0 { plan } else { nil } }
  }
}

extension [LinkPlan] {
  /// These plans, with some monitors read as they are read now.
  fileprivate func keeping(_ monitors: Set<String>, of current: [LinkPlan]) -> [LinkPlan] {
    var plans = self
    for index in plans.indices {
      plans[index].units.removeAll { monitors.contains($0.monitor) }
    }
    for plan in current {
      let units = plan.units.filter { monitors.contains($0.monitor) }
      guard !units.isEmpty else { continue }
      let shared = plans.firstIndex { $0.name == plan.name && $0.address == plan.address }
      if let shared {
        // In their old order: a link whose units are the same goes on untouched.
        let others = plans[shared].units
        plans[shared].units =
          plan.units.compactMap { unit in
            monitors.contains(unit.monitor)
              ? unit : others.first { $0.monitor == unit.monitor }
          } + others.filter { other in !plan.units.contains { $0.monitor == other.monitor } }
      } else {
        var kept = plan
        kept.units = units
        plans.append(kept)
      }
    }
    return plans.filter { !$0.units.isEmpty }
  }
}
