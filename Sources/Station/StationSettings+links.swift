import MonitorProtocols
public import Monitors
public import Settings

extension MonitorLinks {
  /// The links of a configuration.
  public convenience init(_ settings: StationSettings) { self.init(settings.links) }
}

extension StationSettings {
  /// The links: units that are asked over one line share a connection.
  public var links: [MonitorPlan] {
    var polled: [LinkPlan] = []
    var streamed: [StreamPlan] = []
    for monitor in monitors {
      switch monitor.link {
      case .serial(let serial): streamed.append(StreamPlan(monitor, serial))
      case .modbus(let modbus):
        let unit = MonitoredUnit(monitor, modbus)
        if let shared = polled.firstIndex(where: { $0.name == modbus.line.name }) {
          polled[shared].units.append(unit)
        } else {
          let address = LinkAddress(modbus.line)
          polled.append(LinkPlan(name: modbus.line.name, address: address, units: [unit]))
        }
      }
    }
    return polled.map { .polled($0) } + streamed.map { .streamed($0) }
  }
}

extension StreamPlan {
  fileprivate init(_ monitor: MonitorSettings, _ serial: SerialSettings) {
    self.init(
      name: serial.line.name, address: StreamAddress(serial),
      monitor: StreamedMonitor(
        monitor: monitor.name, bed: monitor.bed, language: serial.language,
        vitals: monitor.vitals, expect: serial.expect))
  }
}

extension StreamAddress {
  fileprivate init(_ serial: SerialSettings) {
    switch serial.line {
    case .device(let port):
      var line = SerialLine(port)
      line.hasHandshake = serial.language.hasHandshake
      self = .tty(line)
    case .tcp(let place): self = .tcp(host: place.host, port: place.port)
    }
  }
}

extension SerialLine {
  /// A port of a configuration, or of a protocol's maker.
  public init(_ port: SerialPort) {
    self.init(
      device: port.device, baud: port.baud, parity: Parity(port.parity), stopBits: port.stopBits,
      dtr: port.dtr.map(Level.init), rts: port.rts.map(Level.init))
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
    case .rtu(let port): self = .rtu(SerialLine(port))
    case .rtuOverTCP(let place): self = .rtuOverTCP(host: place.host, port: place.port)
    }
  }
}

extension SerialLine.Level {
  fileprivate init(_ level: SerialPort.Level) {
    switch level {
    case .on: self = .on
    case .off: self = .off
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
