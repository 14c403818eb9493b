import MonitorProtocols

/// Reads `device`, `baud`, `parity` and `stop_bits`; of a monitor that speaks for itself `dtr` and
/// `rts`, too.
struct SerialPortReader {
  /// Speeds that a Linux serial line can have, bits a second.
  private static let speeds = [
    1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
  ]

  private static let keys = ["device", "baud", "parity", "stop_bits", "dtr", "rts"]

  /// What is set where the file says nothing; nil: speed must be written.
  var usual: SerialLanguage?

  /// The line; its faults are noted.
  func read(_ table: TableReader) -> SerialPort {
    let device = table.required(
      "device",
      .text("the path of a device, such as “/dev/serial/by-path/…”", where: { $0.first == "/" }))
    var port =
      usual?.port(device)
      ?? SerialPort(
        device: device, baud: table.required("baud", Self.speed), parity: .none, stopBits: 1)
    if let baud = table.optional("baud", Self.speed) { port.baud = baud }
    if let parity = table.optional("parity", .word(standIn: SerialPort.Parity.none)) {
      port.parity = parity
    }
    if let bits = table.optional("stop_bits", .wholeNumber(in: 1...2)) { port.stopBits = bits }
    if let usual { readModemLines(table, usual, &port) }
    return port
  }

  /// Notes every setting of a line that a serial device server has, and not this machine.
  static func refuse(beside tcp: String, in table: TableReader) {
    for key in keys where table.raw(key) != nil {
      table.fault(
        key, what: "“\(key)” is written beside “\(tcp)”",
        remedy: "set the line at the device server, or remove “\(tcp)”")
    }
  }

  private func readModemLines(
    _ table: TableReader, _ language: SerialLanguage, _ port: inout SerialPort
  ) {
    port.dtr = table.optional("dtr", .word(standIn: .on))
    port.rts = table.optional("rts", .word(standIn: .on))
    // Of a protocol that is none nothing more is said.
    let isKnown = table.raw("protocol")?.content == .text(language.rawValue)
    if port.rts != nil, isKnown, language.hasHandshake {
      table.fault(
        "rts", what: "a \(language.rawValue) line has RTS and CTS for its handshake",
        remedy: "remove “rts”")
    }
  }

  private static var speed: Shape<Int> {
    let list = speeds.map(String.init).joined(separator: ", ")
    return Shape("one of \(list)", standIn: 9600) { content in
      guard case .integer(let speed) = content else { return nil }
      return speeds.first { $0 == speed }
    }
  }
}
