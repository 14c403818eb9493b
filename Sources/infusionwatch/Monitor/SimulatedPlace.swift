import ArgumentParser
import MonitorProtocols
import Monitors
import Settings
import SimulatedMonitors

/// Where `simulate` puts its monitor.
enum SimulatedPlace: Hashable {
  case pty
  case line(path: String)
  case tcp(host: String, port: UInt16)

  /// `pty`, `tcp:[HOST:]PORT`, or a path.
  init(words: String) throws {
    if words == "pty" {
      self = .pty
    } else if words.hasPrefix("/") {
      self = .line(path: words)
    } else if words.hasPrefix("tcp:") {
      let parts = words.dropFirst(4).split(separator: ":", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), let port = parts.last.flatMap({ UInt16($0) }) else {
        throw ValidationError("“\(words)” names no port; write tcp:PORT or tcp:HOST:PORT")
      }
      let host = parts.count == 1 ? SimulatedListener.loopback : String(parts[0])
      self = .tcp(host: host == "localhost" ? SimulatedListener.loopback : host, port: port)
    } else {
      throw ValidationError("“\(words)” is no place; write pty, a path, or tcp:[HOST:]PORT")
    }
  }

  /// Why this protocol cannot be spoken here; nil: it can.
  func refusal(of speaks: SimulatedProtocol) -> String? {
    switch (speaks, self) {
    case (.modbusTCP, .pty), (.modbusTCP, .line):
      "modbus-tcp is spoken at a TCP port; write --on tcp:PORT, or modbus-rtu"
    case (.modbusRTU, .tcp):
      "modbus-rtu is spoken on a line; write --on pty or a path, or modbus-tcp"
    case (.modbusTCP, .tcp), (.modbusRTU, .pty), (.modbusRTU, .line), (.serial, _): nil
    }
  }

  /// The port of a monitor on a line.
  ///
  /// - Parameter folder: where the link to a pseudo-terminal is made.
  func port(for speaks: SimulatedProtocol, folder: String) -> SimulatedPort {
    switch self {
    case .pty: .pty(link: folder + "/line")
    case .line(let path): .tty(path: path) { try SimulateLine.of(speaks, path).open() }
    case .tcp(let host, let port): .tcp(host: host, port: port)
    }
  }
}

/// The settings of the line that a simulated monitor is on.
enum SimulateLine {
  /// The speed of Modbus RTU, bits a second.
  static let rtuBaud = 19_200

  /// As the protocol's makers ship it; the other end may have a handshake, this one never waits.
  static func of(_ speaks: SimulatedProtocol, _ path: String) -> SerialLine {
    switch speaks {
    case .modbusTCP, .modbusRTU: SerialLine(device: path, baud: rtuBaud)
    case .serial(let language): SerialLine(path, of: language)
    }
  }
}
