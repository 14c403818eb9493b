import InfusionCore

/// Verbs that concern two beds; nil: refused.
extension NightModel {
  /// Carries the session, its alerts and clocks to a free bed.
  func move(_ bed: ModelBed, to name: String, at time: Int) -> [ModelEvent]? {
    guard bed.watch.session != nil, let target = self.bed(name), target !== bed,
      target.watch.session == nil
    else { return nil }
    var events = target.finishAlerts(at: time)
    target.watch = bed.watch
    target.watch.session?.lastActAt = time
    target.lastClosed = nil
    bed.lastClosed = nil
    bed.beginOutside()
    events.append(target.event("session.moved", at: time, "\(bed.name) to \(name)"))
    return events
  }

  /// The monitors of a bed in a new configuration: none is taken off a bed with a session, nor put
  /// beside one that brings the same.
  func monitors(_ own: BedSetup) -> [MonitorSetup] {
    let active = beds.filter { $0.watch.session != nil }
    let elsewhere = active.filter { $0.name != own.bed }.flatMap(\.setup.monitors).map(\.name)
    var monitors = own.monitors.filter { !elsewhere.contains($0.name) }
    let kept = active.first { $0.name == own.bed }?.setup.monitors ?? []
    for monitor in kept where !monitors.contains(where: { $0.name == monitor.name }) {
      monitors = monitors.compactMap { new in
        guard new.vitals.contains(where: monitor.vitals.contains) else { return new }
        return kept.first { $0.name == new.name }
      }
      monitors.append(monitor)
    }
    return monitors
  }

  /// Gives a bed another monitor: it takes the place of those that bring the same vitals, and
  /// what is known of its link comes along.
  func rebind(_ bed: ModelBed, to monitor: String, at time: Int) -> [ModelEvent]? {
    guard let owner = owner(of: monitor), owner === bed || owner.watch.session == nil,
      let setup = owner.setup.monitors.first(where: { $0.name == monitor }),
      let link = owner.links.first(where: { $0.name == monitor })
    else { return nil }
    for other in [owner, bed] {
      other.setup.monitors.removeAll { $0.name == monitor }
      other.links.removeAll { $0.name == monitor }
    }
    let replaced = bed.setup.monitors.filter { other in
      other.vitals.contains { setup.vitals.contains($0) }
    }.map(\.name)
    bed.setup.monitors.removeAll { replaced.contains($0.name) }
    bed.links.removeAll { replaced.contains($0.name) }
    bed.setup.monitors.append(setup)
    bed.links.append(link)
    return [bed.event("monitor.rebound", at: time, monitor)]
  }
}
