import MonitorProtocols
import SimulatedMonitors

/// The first lines of `simulate`: where the monitor is, how a station reads it, what can be typed.
struct SimulateOpening: CustomStringConvertible {
  var speaks: SimulatedProtocol
  var place: SimulatedPlace
  /// Where it is, now that it runs.
  var found: String
  var units: Int
  var speed: Double

  var description: String {
    """
    SIMULATED \(speaks.name) monitor at \(found), \(pace); no patient is there. Ctrl-C ends it.
    In station.toml\(otherEnd):

    \((1...units).map(monitor).joined(separator: "\n"))
    Type a fault to have it from now on, or with how many seconds, and “well” to mend all: \
    \(speaks.faults.map(\.rawValue).joined(separator: ", ")).

    """
  }

  private var pace: String {
    guard speed != 1 else { return "as fast as life" }
    return "\(speed == speed.rounded() ? String(Int(speed)) : String(speed)) times as fast as life"
  }

  /// The path of a line is that of this end.
  private var otherEnd: String {
    if case .line = place { ", with the path of the line's other end" } else { "" }
  }

  private func monitor(_ unit: Int) -> String {
    """
    [[monitor]]
    name = "simulated-\(unit)"
    bed = "\(unit)"
    \(link(of: unit))

    """
  }

  private func link(of unit: Int) -> String {
    switch speaks {
    case .serial(let language):
      """
      [monitor.serial]
      \(isTCP ? "tcp" : "device") = "\(address)"
      protocol = "\(language.rawValue)"
      """
    case .modbusTCP: modbus(unit, at: "tcp = \"\(address)\"")
    case .modbusRTU:
      modbus(unit, at: "rtu = {device = \"\(address)\", baud = \(SimulateLine.rtuBaud)}")
    }
  }

  private var isTCP: Bool { if case .tcp = place { true } else { false } }

  /// The path of a line's other end nobody knows here; a server that listens everywhere is on this
  /// machine, too.
  private var address: String {
    switch place {
    case .pty: found
    case .line: "/dev/serial/by-path/…"
    case .tcp: found.hasPrefix("0.0.0.0:") ? "127.0.0.1:" + found.dropFirst(8) : found
    }
  }

  private func modbus(_ unit: Int, at address: String) -> String {
    """
    [monitor.modbus]
    \(address)
    unit = \(unit)
    every = "1s"
    timeout = "500ms"
    block = {table = "holding", start = 0, count = 8}
    missing = [0xFFFF]
    [monitor.modbus.fields]
    hr = {at = 0, type = "u16"}
    spo2 = {at = 1, type = "u16", scale = 0.1}
    sbp = {at = 2, type = "u16"}
    dbp = {at = 3, type = "u16"}
    map = {at = 4, type = "u16"}
    nibp_age = {at = 5, type = "u16"}
    status = {at = 6, type = "u16", bits = {0 = "spo2.sensor-off", 1 = "hr.sensor-off"}}
    heartbeat = {at = 7, type = "u16", frozen_after = "10s"}
    """
  }
}
