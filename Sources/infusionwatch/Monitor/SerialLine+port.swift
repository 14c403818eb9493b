import MonitorProtocols
import Monitors
import Settings
import Station

extension SerialLine {
  /// A line as the makers of a protocol ship it; whoever only listens needs no handshake.
  init(_ device: String, of language: SerialLanguage) { self.init(language.port(device)) }

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
