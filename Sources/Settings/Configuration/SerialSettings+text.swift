import MonitorProtocols

extension SerialSettings {
  /// A `[[monitor]]` to paste into a configuration: what differs from the protocol's own settings,
  /// and what only a person knows.
  public var text: String {
    var lines = [
      "[[monitor]]",
      #"name = "fill-in"        # the monitor's name, such as "bay-3""#,
      #"bed = "fill-in"         # the bed that it stands at"#,
      "[monitor.serial]",
    ]
    switch line {
    case .tcp(let place): lines.append("tcp = \(Self.quoted(place.description))")
    case .device(let port): lines.append("device = \(Self.quoted(port.device))")
    }
    lines.append("protocol = \(Self.quoted(language.rawValue))")
    if case .device(let port) = line {
      let usual = language.port(port.device)
      if port.baud != usual.baud { lines.append("baud = \(port.baud)") }
      if port.parity != usual.parity {
        lines.append("parity = \(Self.quoted(port.parity.rawValue))")
      }
      if port.stopBits != usual.stopBits { lines.append("stop_bits = \(port.stopBits)") }
      if let dtr = port.dtr { lines.append("dtr = \(Self.quoted(dtr.rawValue))") }
      if let rts = port.rts { lines.append("rts = \(Self.quoted(rts.rawValue))") }
    }
    if let expect, language.tellsIdentity {
      lines.append("#expect = \(Self.quoted(expect))    # refuses any other device on this port")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A text as TOML writes it.
  private static func quoted(_ text: String) -> String {
    let characters = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      case _: String(scalar)
      }
    }
    return "\"\(characters.joined())\""
  }
}
