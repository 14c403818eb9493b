import MonitorProtocols
import Vitals

/// What the monitors of one station have to do with each other.
struct MonitorsCheck {
  var monitors: [(table: TableReader, settings: MonitorSettings)]

  /// Notes everything that two monitors both claim.
  func run() {
    for (index, monitor) in monitors.enumerated() {
      for earlier in monitors[..<index] {
        checkName(monitor, earlier.settings)
        checkVitals(monitor, earlier.settings)
        checkLink(monitor, earlier.settings)
      }
    }
  }

  private typealias Entry = (table: TableReader, settings: MonitorSettings)

  private func checkName(_ monitor: Entry, _ earlier: MonitorSettings) {
    if monitor.settings.name == earlier.name, !earlier.name.isEmpty {
      monitor.table.fault(
        "name", what: "two monitors are called “\(earlier.name)”", remedy: "rename one of them")
    }
  }

  private func checkVitals(_ monitor: Entry, _ earlier: MonitorSettings) {
    guard monitor.settings.bed == earlier.bed, !earlier.bed.isEmpty else { return }
    let both = monitor.settings.vitals.filter(earlier.vitals.contains)
    if !both.isEmpty {
      monitor.table.fault(
        monitor.table.has("vitals") ? "vitals" : "bed",
        what: "“\(monitor.settings.name)” and “\(earlier.name)” both bring "
          + "\(both.map(\.rawValue).joined(separator: ", ")) to the bed “\(earlier.bed)”",
        remedy: "declare with vitals = […] which of them brings what")
    }
  }

  private func checkLink(_ monitor: Entry, _ earlier: MonitorSettings) {
    switch (monitor.settings.link, earlier.link) {
    case (.modbus(let mine), .modbus(let theirs)):
      guard mine.line.name == theirs.line.name, mine.line.isKnown else { return }
      if mine.line != theirs.line {
        fault(
          monitor, "the line \(mine.line.name) is set up in two ways, see “\(earlier.name)”",
          "write the same speed, parity and stop bits")
      }
      // A device may be read from two tables: its call button is a bit of its own.
      let isOtherTable =
        mine.map.block.table != theirs.map.block.table && monitor.settings.bed == earlier.bed
      if mine.unit == theirs.unit, !isOtherTable {
        fault(
          monitor,
          "unit \(mine.unit) of \(mine.line.name) is the monitor “\(earlier.name)” already",
          "one device serves one bed; correct the unit or the address")
      }
    case (.serial(let mine), .serial(let theirs)):
      guard mine.line.name == theirs.line.name, mine.line.isKnown else { return }
      fault(
        monitor, "\(mine.line.name) is the monitor “\(earlier.name)” already",
        "one serial line serves one bed; correct the device")
    case (.modbus(let mine), .serial(let theirs)): refuseMixed(monitor, mine, theirs, earlier)
    case (.serial(let mine), .modbus(let theirs)): refuseMixed(monitor, theirs, mine, earlier)
    }
  }

  private func refuseMixed(
    _ monitor: Entry, _ modbus: ModbusSettings, _ serial: SerialSettings,
    _ earlier: MonitorSettings
  ) {
    guard modbus.line.name == serial.line.name, serial.line.isKnown else { return }
    fault(
      monitor, "\(modbus.line.name) speaks another language for “\(earlier.name)”",
      "correct the device or the address")
  }

  private func fault(_ monitor: Entry, _ what: String, _ remedy: String) {
    monitor.table.fault("name", what: what, remedy: remedy)
  }
}

extension ModbusSettings.Line {
  /// What units that share a connection have in common.
  public var name: String {
    switch self {
    case .tcp(let place), .rtuOverTCP(let place): place.description
    case .rtu(let port): port.device
    }
  }

  /// Not a stand-in for what could not be read.
  fileprivate var isKnown: Bool {
    switch self {
    case .tcp(let place), .rtuOverTCP(let place): !place.host.isEmpty
    case .rtu(let port): !port.device.isEmpty
    }
  }
}

extension SerialSettings.Line {
  /// What tells one line from another.
  public var name: String {
    switch self {
    case .tcp(let place): place.description
    case .device(let port): port.device
    }
  }

  /// Not a stand-in for what could not be read.
  fileprivate var isKnown: Bool {
    switch self {
    case .tcp(let place): !place.host.isEmpty
    case .device(let port): !port.device.isEmpty
    }
  }
}
