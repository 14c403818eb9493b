import Foundation
import MonitorProtocols
import Settings
import Testing

/// What `probe` prints is what a configuration reads.
@Suite struct SerialSettingsTextTests {
  private func reload(_ settings: SerialSettings) throws -> MonitorSettings? {
    let folder = try ScratchFolder()
    let text = "[station]\nname = \"a\"\n" + settings.text
    return try StationSettings.load(folder.write(text, to: "station.toml")).monitors.first
  }

  @Test(arguments: SerialLanguage.allCases)
  func `every protocol at its own settings is read as it was written`(
    language: SerialLanguage
  ) throws {
    let settings = SerialSettings(line: .device(language.port("/dev/ttyS0")), language: language)
    #expect(try reload(settings)?.link == .serial(settings))
    #expect(!settings.text.contains("baud"))
    #expect(!settings.text.contains("parity"))
  }

  @Test func `what differs from the protocol's own settings is written`() throws {
    var port = SerialLanguage.noninDF8.port("/dev/serial/by-path/a \"b\" \\c")
    (port.baud, port.parity, port.stopBits) = (4800, .odd, 2)
    (port.dtr, port.rts) = (.off, .on)
    let settings = SerialSettings(line: .device(port), language: .noninDF8)
    #expect(try reload(settings)?.link == .serial(settings))
  }

  @Test func `a device server has its own settings`() throws {
    let place = HostAndPort(host: "10.0.0.7", port: 4001)
    let settings = SerialSettings(line: .tcp(place), language: .datexDRI)
    #expect(try reload(settings)?.link == .serial(settings))
  }

  @Test func `which device it is is proposed, and decided by a person`() throws {
    let line = SerialSettings.Line.device(SerialLanguage.masimoASCII1.port("/dev/ttyS0"))
    let settings = SerialSettings(line: line, language: .masimoASCII1, expect: "0000145838")
    #expect(settings.text.contains("\n#expect = \"0000145838\""))
    guard case .serial(let read)? = try reload(settings)?.link else {
      Issue.record("no serial monitor")
      return
    }
    #expect(read.expect == nil)
  }
}

/// The register maps that are shipped as examples.
@Suite struct ShippedMapTests {
  static var names: [String] {
    let files = try? FileManager.default.contentsOfDirectory(atPath: Checkout.path("config/maps"))
    return (files ?? []).filter { $0.hasSuffix(".toml") }.sorted()
  }

  @Test(arguments: names)
  func `each passes the check, and says first that it is an example`(name: String) throws {
    _ = try RegisterMapFile.load(Checkout.path("config/maps/\(name)"))
    #expect(try Checkout.text("config/maps/\(name)").hasPrefix("# An EXAMPLE of a register map"))
  }

  @Test func `there are several`() { #expect(Self.names.count >= 3) }
}
