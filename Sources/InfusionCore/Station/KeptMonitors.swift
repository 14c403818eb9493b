import Vitals

extension StationSetup {
  /// The beds of a new configuration, with every monitor of an active bed left where it is: a
  /// reload may not take the monitor off a patient.
  func beds(keepingMonitorsOf active: [BedSetup]) -> [BedSetup] {
    beds.map { bed in
      var bed = bed
      let kept = active.first { $0.bed == bed.bed }?.monitors ?? []
      let elsewhere = active.filter { $0.bed != bed.bed }.flatMap(\.monitors).map(\.name)
      bed.monitors.removeAll { elsewhere.contains($0.name) }
      for monitor in kept where !bed.monitors.contains(where: { $0.name == monitor.name }) {
        // What a new monitor would claim besides is the old one's; a monitor that stays, and would
        // claim it, stays as it was.
        bed.monitors = bed.monitors.compactMap { new in
          guard new.vitals.contains(where: monitor.vitals.contains) else { return new }
          return kept.first { $0.name == new.name }
        }
        bed.monitors.append(monitor)
      }
      return bed
    }
  }
}

extension MachineEvent {
  /// The monitor that it names; nil: all of the bed, or none.
  public var monitor: String? {
    switch self {
    case .linkDown(let monitor, _), .linkUp(let monitor), .linkGarbled(let monitor),
      .linkClear(let monitor), .frozen(let monitor), .moving(let monitor),
      .identity(let monitor, _), .identityOK(let monitor):
      monitor
    case .cuffFailed, .cuffInflating, .call: nil
    }
  }
}
