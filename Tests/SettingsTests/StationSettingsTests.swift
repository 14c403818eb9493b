import InfusionCore
import MonitorProtocols
import Testing
import Vitals

@testable import Settings

/// The configuration that is README, package and test, and what else one can say.
@Suite struct StationSettingsTests {
  private func shipped() throws -> StationSettings {
    try StationSettings.load(Checkout.path("config/station.toml"))
  }

  private func load(_ text: String) throws -> StationSettings {
    let folder = try ScratchFolder()
    return try StationSettings.load(folder.write(text, to: "station.toml"))
  }

  @Test func `the shipped configuration works as it stands`() throws {
    let settings = try shipped()
    #expect(settings.name == "Infusion suite")
    #expect(settings.listen == HostAndPort(host: "127.0.0.1", port: 8137))
    #expect(settings.data == Checkout.path("config") + "/data")
    #expect(settings.treatment.name == "ketamine-40")
    #expect(settings.mode == .live)
    #expect(settings.keep == .minutes(400 * 24 * 60))
    #expect(settings.beds.map(\.name) == ["1", "2"])
    #expect(settings.monitors.map(\.name) == ["bay-1", "bay-2"])
  }

  @Test func `RTU units behind a serial device server share its line`() throws {
    let monitors = (1...2).map { unit in
      """
      [[monitor]]
      name = "bay-\(unit)"
      bed = "\(unit)"
      [monitor.modbus]
      rtu = {tcp = "10.0.0.7:4001"}
      unit = \(unit)
      block = {table = "holding", start = 0, count = 1}
      [monitor.modbus.fields]
      hr = {at = 0, type = "u16"}

      """
    }
    let settings = try load("[station]\nname = \"RTU\"\n" + monitors.joined())
    let lines = settings.monitors.compactMap { monitor in
      if case .modbus(let modbus) = monitor.link { modbus.line } else { nil }
    }
    let server = HostAndPort(host: "10.0.0.7", port: 4001)
    #expect(lines == [.rtuOverTCP(server), .rtuOverTCP(server)])
  }

  @Test func `the shipped Modbus monitor is read field by field`() throws {
    guard case .modbus(let modbus) = try shipped().monitors.first?.link else {
      Issue.record("bay-1 is no Modbus monitor")
      return
    }
    #expect(modbus.line == .tcp(HostAndPort(host: "127.0.0.1", port: 1502)))
    #expect(modbus.unit == 1)
    #expect(modbus.every == .seconds(1))
    #expect(modbus.timeout == .milliseconds(500))
    func at(_ register: Int, scale: Double = 1) -> RegisterField {
      RegisterField(at: register, type: .u16, scale: scale, missing: [0xFFFF])
    }
    #expect(
      modbus.map
        == RegisterMap(
          block: .init(table: .holding, start: 0, count: 8),
          vitals: [
            .init(.hr, at(0)), .init(.spo2, at(1, scale: 0.1)), .init(.sbp, at(2)),
            .init(.dbp, at(3)), .init(.map, at(4)),
          ],
          nibpAge: at(5),
          status: .init(
            field: RegisterField(at: 6, type: .u16),
            bits: [
              .init(number: 0, vitals: [.spo2], reason: .sensorOff),
              .init(number: 1, vitals: [.hr], reason: .disconnected),
              .init(number: 2, vitals: [.sbp, .dbp, .map], reason: .invalid),
            ]),
          heartbeat: .init(
            field: RegisterField(at: 7, type: .u16), frozenAfter: .seconds(10))))
  }

  @Test func `a call button is a bit of the status, or a single bit of the same device`() throws {
    let settings = try load(
      """
      [station]
      name = "Infusion suite"
      [[monitor]]
      name = "bay-1"
      bed = "1"
      [monitor.modbus]
      tcp = "127.0.0.1:1502"
      unit = 1
      block = {table = "holding", start = 0, count = 2}
      [monitor.modbus.fields]
      hr = {at = 0, type = "u16"}
      status = {at = 1, type = "u16", bits = {0 = "hr.disconnected", 3 = "bed.call"}}
      [[monitor]]
      name = "bay-1-button"
      bed = "1"
      [monitor.modbus]
      tcp = "127.0.0.1:1502"
      unit = 1
      block = {table = "discrete", start = 16, count = 8}
      [monitor.modbus.fields]
      call = {at = 4, pressed = 0}
      """)
    let calls = settings.monitors.map { monitor -> RegisterMap.Call? in
      if case .modbus(let modbus) = monitor.link { modbus.map.call } else { nil }
    }
    #expect(
      calls == [
        .init(field: RegisterField(at: 1, type: .u16), number: 3),
        .init(field: RegisterField(at: 4, type: .u16), isSetWhenPressed: false),
      ])
    #expect(settings.monitors.last?.vitals == [])
  }

  @Test func `the shipped serial monitor takes its line's settings from its protocol`() throws {
    #expect(
      try shipped().monitors.last?.link
        == .serial(
          SerialSettings(
            line: .device(
              SerialPort(
                device: "/dev/serial/by-path/…", baud: 9600, parity: .none, stopBits: 1)),
            language: .noninDF2, expect: nil)))
  }

  @Test func `the core is told each bed with what its monitors bring`() throws {
    let setup = try shipped().setup
    #expect(setup.defaultProtocol == "ketamine-40")
    #expect(setup.protocols.map(\.name) == ["ketamine-40", "ketamine-60", "esketamine"])
    #expect(
      setup.beds == [
        BedSetup(
          bed: "1",
          monitors: [
            MonitorSetup(
              name: "bay-1", vitals: VitalSign.allCases, every: .seconds(1),
              link: "127.0.0.1:1502", hasHeartbeat: true)
          ]),
        BedSetup(
          bed: "2",
          monitors: [
            MonitorSetup(
              name: "bay-2", vitals: [.hr, .spo2], every: .seconds(1),
              link: "/dev/serial/by-path/…")
          ]),
      ])
  }

  @Test func `everything that can be left out has its usual value`() throws {
    let settings = try load("[station]\n[[bed]]\nname = \"1\"\n")
    #expect(settings.listen.description == "127.0.0.1:8137")
    #expect(settings.treatment.name == "ketamine-40")
    #expect(settings.timezone == nil)
    #expect(settings.annunciator == nil)
    #expect(!settings.insecure)
  }

  @Test func `a bed without a monitor works`() throws {
    let setup = try load("[station]\n[[bed]]\nname = \"chair\"\nprobe_arm = \"same\"\n").setup
    #expect(setup.beds == [BedSetup(bed: "chair", monitors: [], probeArm: .same)])
  }

  @Test func `beds stand in the order in which the file first names them`() throws {
    let text = """
      [station]
      [[bed]]
      name = "3"
      [[monitor]]
      name = "a"
      bed = "2"
      serial = {device = "/dev/ttyS0", protocol = "nellcor-ascii"}
      [[bed]]
      name = "1"
      [[bed]]
      name = "2"
      has = ["spo2"]
      """
    let setup = try load(text).setup
    #expect(setup.beds.map(\.bed) == ["3", "2", "1"])
    #expect(setup.beds[1].monitors.map(\.vitals) == [[.spo2]])
    #expect(setup.beds[1].monitors.map(\.every) == [.seconds(2)])
  }

  @Test func `two monitors share a bed when they declare what each brings`() throws {
    let text = """
      [station]
      [[monitor]]
      name = "a"
      bed = "1"
      vitals = ["hr", "spo2"]
      source = "ecg"
      serial = {device = "/dev/ttyS0", protocol = "datex-dri"}
      [[monitor]]
      name = "b"
      bed = "1"
      serial = {tcp = "10.0.0.7:4001", protocol = "suntech-nibp"}
      """
    let settings = try load(text)
    #expect(settings.setup.beds.map(\.bed) == ["1"])
    #expect(settings.setup.beds[0].monitors.map(\.vitals) == [[.hr, .spo2], [.sbp, .dbp, .map]])
    #expect(settings.monitors[0].source == "ecg")
  }

  @Test(arguments: ["127.0.0.1:8137", "[::1]:8137", "localhost:0", "127.8.0.1:80"])
  func `a loopback address needs no TLS`(listen: String) throws {
    let text = "[station]\nlisten = \"\(listen)\"\n[[bed]]\nname = \"1\"\n"
    #expect(try load(text).listen.description == listen)
  }

  @Test func `other machines are served without TLS only if that is written out`() throws {
    let text = "[station]\nlisten = \"[::]:8137\"\ninsecure = true\n[[bed]]\nname = \"1\"\n"
    #expect(try load(text).listen == HostAndPort(host: "::", port: 8137))
  }

  @Test func `station options are read`() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("", to: "a.pem")
    let text = """
      [station]
      listen = "0.0.0.0:443"
      data = "/var/lib/infusionwatch"
      timezone = "Europe/Vienna"
      keep = "30d"
      mode = "shadow"
      tls = {certificate = "a.pem", key = "a.pem"}
      [annunciator]
      command = ["aplay", "chime.wav"]
      [[bed]]
      name = "1"
      """
    let settings = try StationSettings.load(folder.write(text, to: "station.toml"))
    #expect(settings.data == "/var/lib/infusionwatch")
    #expect(settings.timezone == "Europe/Vienna")
    #expect(settings.keep == .minutes(30 * 24 * 60))
    #expect(settings.mode == .shadow)
    #expect(settings.tls?.certificate == "\(folder.path)/a.pem")
    #expect(settings.annunciator == ["aplay", "chime.wav"])
  }

  @Test func `a protocol lies in protocols beside the configuration`() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(
      "extends = \"ketamine-60\"\nname = \"ours\"\n[recovery]\nminimum_with_escort = \"90 min\"\n",
      to: "protocols/ours.toml")
    let path = try folder.write(
      "[station]\nprotocol = \"ours\"\n[[bed]]\nname = \"1\"\n", to: "station.toml")
    let settings = try StationSettings.load(path)
    #expect(settings.treatment.recovery.minimumWithEscort == .minutes(90))
    #expect(settings.treatment.infusion?.planned == .minutes(60))
    #expect(
      settings.setup.protocols.map(\.name) == ["ours", "ketamine-40", "ketamine-60", "esketamine"])
  }

  @Test func `faults of a protocol are told with its own lines`() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(
      "extends = \"ketamine-40\"\nname = \"ours\"\n[hr.high]\ndeadband = \"3\"\n",
      to: "protocols/ours.toml")
    let path = try folder.write(
      "[station]\nprotocol = \"ours\"\ncolour = 1\n[[bed]]\nname = \"1\"\n", to: "station.toml")
    let faults = #expect(throws: Faults.self) { try StationSettings.load(path) }
    #expect(
      faults?.list.map { "\($0.file.dropFirst(folder.path.count)):\($0.line ?? 0)" }
        == ["/protocols/ours.toml:4", "/station.toml:3"])
  }
}
