import MonitorProtocols
import Vitals

/// Reads `[monitor.modbus]`.
struct ModbusReader {
  /// The folder of the configuration, beside which `maps/` lies.
  var folder: String

  /// The unit; its faults are noted.
  func read(_ table: TableReader) -> ModbusSettings {
    let line = line(table)
    let every =
      table.optional("every", .duration(in: .milliseconds(100)...Span.minutes(5))) ?? .seconds(1)
    let timeout =
      table.optional("timeout", .duration(in: .milliseconds(10)...Span.seconds(30)))
      ?? min(every, .milliseconds(500))
    table.check(
      timeout <= every, "timeout", "every",
      what: "“timeout” \(timeout.written) is longer than “every” \(every.written)",
      remedy: "make it at most as long")
    let unit = unit(table, line)
    let settle = table.optional("settle", .duration(in: .zero...Span.seconds(10)))
    let gap = table.optional("gap", .duration(in: .zero...Span.seconds(1)))
    let close = table.optional("close_between_polls", .flag)
    return ModbusSettings(
      line: line, unit: unit, every: every, timeout: timeout, map: map(table, every),
      settle: settle ?? .zero, gap: gap ?? .zero, closeBetweenPolls: close ?? false)
  }

  private func line(_ table: TableReader) -> ModbusSettings.Line {
    let tcp = table.optional("tcp", StationReader.hostAndPort(from: 1))
    let rtu = table.table("rtu").map(rtu)
    if table.has("tcp") == table.has("rtu") {
      table.fault(
        table.has("rtu") ? "rtu" : nil, what: "a modbus monitor has either “tcp” or “rtu”",
        remedy: "write one of them")
    }
    return rtu ?? .tcp(tcp ?? HostAndPort(host: "", port: 1))
  }

  /// A line of this machine, or one behind a serial device server.
  private func rtu(_ table: TableReader) -> ModbusSettings.Line {
    guard let server = table.optional("tcp", StationReader.hostAndPort(from: 1)) else {
      return .rtu(SerialPortReader(usual: nil).read(table))
    }
    SerialPortReader.refuse(beside: "tcp", in: table)
    return .rtuOverTCP(server)
  }

  private func unit(_ table: TableReader, _ line: ModbusSettings.Line) -> UInt8 {
    let unit = table.required("unit", .wholeNumber(in: 0...255))
    switch line {
    case .tcp:
      table.check(
        unit <= 247 || unit == 255, "unit", what: "there is no unit \(unit)",
        remedy: "write 1 to 247, or 0 or 255")
    case .rtu, .rtuOverTCP:
      table.check(
        (1...247).contains(unit), "unit", what: "there is no unit \(unit) on a serial line",
        remedy: "write 1 to 247")
    }
    return UInt8(clamping: unit)
  }

  /// The map in the monitor's own table, or in the file that it names.
  private func map(_ table: TableReader, _ every: Span) -> RegisterMap {
    guard table.has("map") else { return RegisterMapReader.read(table, every: every) }
    let empty = RegisterMap(block: .init(table: .holding, start: 0, count: 1), vitals: [])
    let name = table.required(
      "map", .text("the name of a register map", most: 64, where: ProtocolReader.isName))
    for key in ["block", "missing", "fields"] where table.raw(key) != nil {
      table.fault(
        key, what: "“\(key)” is written beside “map”, which brings its own",
        remedy: "remove one of the two")
    }
    guard !name.isEmpty else { return empty }
    guard let path = RegisterMapFile.find(name, beside: folder) else {
      table.fault(
        "map", what: "no register map “\(name)” is known",
        remedy: "write one to maps/\(name).toml beside this file")
      return empty
    }
    do {
      return try RegisterMapFile.parse(TomlFile(path: path), every: every, faults: table.faults)
        ?? empty
    } catch {
      table.faults.add(error)
      return empty
    }
  }
}
