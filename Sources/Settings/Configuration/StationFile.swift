public import InfusionCore
import MonitorProtocols
public import Vitals

extension StationSettings {
  /// Reads a configuration, the protocol and the register maps that it names.
  ///
  /// Throws every fault of all of these files in one run.
  public static func load(_ path: String) throws(Faults) -> StationSettings {
    let file = try TomlFile(path: path)
    let faults = FaultCollector()
    let settings = file.parse(into: faults).flatMap {
      StationReader(folder: file.folder ?? ".").read($0, faults: faults)
    }
    return try faults.result(settings)
  }

  /// What the core watches: the beds in their order, each with its monitors and what they bring.
  public var setup: StationSetup {
    StationSetup(
      beds: beds.map(setup(of:)), protocols: protocols, defaultProtocol: treatment.name)
  }

  private func setup(of bed: BedSettings) -> BedSetup {
    let own = monitors.filter { $0.bed == bed.name }
    return BedSetup(
      bed: bed.name,
      monitors: own.map { monitor in
        MonitorSetup(
          name: monitor.name, vitals: monitor.vitals,
          every: monitor.link.every, link: monitor.link.name,
          hasHeartbeat: monitor.link.hasHeartbeat)
      },
      probeArm: bed.probeArm)
  }
}

extension MonitorSettings.Link {
  /// What monitors that share a link have in common.
  public var name: String {
    switch self {
    case .modbus(let settings): settings.line.name
    case .serial(let settings): settings.line.name
    }
  }

  /// The nominal interval of HR and SpO2.
  public var every: Span {
    switch self {
    case .modbus(let settings): settings.every
    case .serial(let settings): settings.language.every
    }
  }

  /// Whether a number of its own tells that the monitor is alive.
  var hasHeartbeat: Bool {
    switch self {
    case .modbus(let settings): settings.map.heartbeat != nil
    case .serial: false
    }
  }
}
