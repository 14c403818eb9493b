import MonitorProtocols
import Monitors
import Settings

extension SerialLine {
  /// A line as the makers of a protocol ship it; whoever only listens needs no handshake.
  init(_ device: String, of language: SerialLanguage) {
    let port = language.port(device)
    self.init(
      device: device, baud: port.baud,
      parity: Parity(rawValue: port.parity.rawValue) ?? .none, stopBits: port.stopBits)
  }

  /// In words: `9600 8N1`.
  var words: String {
    let parity =
      switch parity {
      case .none: "N"
      case .even: "E"
      case .odd: "O"
      }
    return "\(baud) 8\(parity)\(stopBits)"
  }
}
