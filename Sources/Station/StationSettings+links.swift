public import Monitors
public import Settings

extension MonitorLinks {
  /// The links of a configuration.
  public convenience init(_ settings: StationSettings) {
    let (plans, unread) = settings.links
    self.init(plans, unread: unread)
  }
}

extension StationSettings {
  /// The links: monitors that are reached over one line share a connection. Beside them, the
  /// monitors that no link reads.
  public var links: (plans: [LinkPlan], unread: [UnreadMonitor]) {
    var plans: [LinkPlan] = []
    var unread: [UnreadMonitor] = []
    for monitor in monitors {
      switch monitor.link {
      case .serial(let serial):
        unread.append(
          UnreadMonitor(
            monitor: monitor.name, bed: monitor.bed,
            reason: "\(serial.language.rawValue) is not read by this release"))
      case .modbus(let modbus):
        let unit = MonitoredUnit(monitor, modbus)
        if let shared = plans.firstIndex(where: { $0.name == modbus.line.name }) {
          plans[shared].units.append(unit)
        } else {
          let address = LinkAddress(modbus.line)
          plans.append(LinkPlan(name: modbus.line.name, address: address, units: [unit]))
        }
      }
    }
    return (plans, unread)
  }
}

extension MonitoredUnit {
  fileprivate init(_ monitor: MonitorSettings, _ modbus: ModbusSettings) {
    self.init(
      monitor: monitor.name, bed: monitor.bed, unit: modbus.unit, map: modbus.map,
      vitals: monitor.vitals, every: modbus.every, timeout: modbus.timeout,
      manners: Manners(
        settle: modbus.settle, gap: modbus.gap, closesBetweenPolls: modbus.closeBetweenPolls))
  }
}

extension LinkAddress {
  fileprivate init(_ line: ModbusSettings.Line) {
    switch line {
    case .tcp(let place): self = .tcp(host: place.host, port: place.port)
    case .rtu(let port):
      self = .rtu(
        SerialLine(
          device: port.device, baud: port.baud, parity: SerialLine.Parity(port.parity),
          stopBits: port.stopBits))
    }
  }
}

extension SerialLine.Parity {
  fileprivate init(_ parity: SerialPort.Parity) {
    switch parity {
    case .none: self = .none
    case .even: self = .even
    case .odd: self = .odd
    }
  }
}
