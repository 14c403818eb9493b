public import InfusionCore
public import Monitors

extension MonitorReport {
  /// What the station is told; the bed is the one that the monitor is bound to now.
  public func input(bed: String) -> Input {
    switch news {
    case .readings(let readings): .readings(bed: bed, readings, monitor: monitor)
    case .linkUp: .machine(bed: bed, .linkUp(monitor: monitor))
    case .linkDown(let reason): .machine(bed: bed, .linkDown(monitor: monitor, reason: reason))
    case .garbled: .machine(bed: bed, .linkGarbled(monitor: monitor))
    case .clear: .machine(bed: bed, .linkClear(monitor: monitor))
    case .frozen: .machine(bed: bed, .frozen(monitor: monitor))
    case .moving: .machine(bed: bed, .moving(monitor: monitor))
    case .identity(let found): .machine(bed: bed, .identity(monitor: monitor, found: found))
    case .identityOK: .machine(bed: bed, .identityOK(monitor: monitor))
    case .cuffFailed: .machine(bed: bed, .cuffFailed(reason: nil))
    case .cuffInflating: .machine(bed: bed, .cuffInflating)
    case .call: .machine(bed: bed, .call)
    }
  }
}
