import MonitorProtocols
import Vitals

/// Reads one `[[monitor]]`.
struct MonitorReader {
  /// The folder of the configuration.
  var folder: String

  /// The monitor; nil if its link cannot be told.
  func read(_ table: TableReader) -> MonitorSettings? {
    let name = table.required("name", StationReader.name)
    let bed = table.required("bed", StationReader.name)
    let source = table.optional("source", .text(most: 32))
    let declared = table.optional("vitals", StationReader.vitals)
    let modbus = table.table("modbus").map(ModbusReader(folder: folder).read)
    let serial = table.table("serial").map(serial)
    let link: MonitorSettings.Link
    var brought: [VitalSign]
    switch (modbus, serial) {
    case (.some(let modbus), nil):
      link = .modbus(modbus)
      brought = modbus.map.vitals.map(\.vital)
    case (nil, .some(let serial)):
      link = .serial(serial)
      brought = serial.language.vitals
    case (.some, .some), (nil, nil):
      if table.has("modbus") == table.has("serial") {
        table.fault(
          what: "a monitor has one link, [monitor.modbus] or [monitor.serial]",
          remedy: "write one of them")
      }
      return nil
    }
    if let declared {
      if let missing = declared.first(where: { !brought.contains($0) }), !brought.isEmpty {
        table.fault(
          "vitals", what: "“\(missing.rawValue)” is declared, but nothing reads it",
          remedy: "remove it, or add its field")
      }
      brought = brought.filter(declared.contains)
    }
    return MonitorSettings(name: name, bed: bed, vitals: brought, source: source, link: link)
  }

  private func serial(_ table: TableReader) -> SerialSettings {
    let language: SerialLanguage = table.required("protocol", .word(standIn: .noninDF2))
    let tcp = table.optional("tcp", StationReader.hostAndPort(from: 1))
    let expect = table.optional("expect", .text(most: 64))
    // Of a protocol that is none nothing more is said.
    let isKnown = table.raw("protocol")?.content == .text(language.rawValue)
    if expect != nil, isKnown, !language.tellsIdentity {
      table.fault(
        "expect", what: "a \(language.rawValue) monitor does not say which device it is",
        remedy: "remove “expect”")
    }
    guard let tcp else {
      let port = SerialPortReader(usual: language).read(table)
      return SerialSettings(line: .device(port), language: language, expect: expect)
    }
    SerialPortReader.refuse(beside: "tcp", in: table)
    return SerialSettings(line: .tcp(tcp), language: language, expect: expect)
  }
}
