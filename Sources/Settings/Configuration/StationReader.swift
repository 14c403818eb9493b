import InfusionCore
import Vitals

/// Reads a station's configuration.
struct StationReader {
  /// The most monitors and beds of one station.
  private static let mostBeds = 100

  /// The folder of the configuration.
  var folder: String

  /// What stations, beds and monitors are called.
  static var name: Shape<String> {
    .text("a name of at most 32 characters without / and commas", most: 32) {
      !$0.contains("/") && !$0.contains(",")
    }
  }

  /// Some vital signs.
  static var vitals: Shape<[VitalSign]> { .list(of: .word(standIn: .hr), count: 1...5) }

  /// A machine and a port.
  static func hostAndPort(from lowest: UInt16) -> Shape<HostAndPort> {
    let standIn = HostAndPort(host: "", port: lowest)
    return Shape("“HOST:PORT”, such as “127.0.0.1:1502” or “[::1]:1502”", standIn: standIn) {
      guard case .text(let text) = $0, let place = HostAndPort(text) else { return nil }
      return place.port >= lowest ? place : nil
    }
  }

  /// The settings; their faults are noted.
  func read(_ toml: Toml, faults: FaultCollector) -> StationSettings? {
    let root = TableReader(toml, title: "", faults: faults)
    let station = root.requiredTable("station")
    let listen = listen(station)
    let monitorTables = limited(root.tables("monitor"), "monitor", root)
    let monitors = monitorTables.map { ($0, MonitorReader(folder: folder).read($0)) }
    let bedTables = limited(root.tables("bed"), "bed", root)
    let beds = BedReader(monitors: monitors.compactMap { $1 }).read(bedTables, monitorTables)
    if monitorTables.isEmpty, bedTables.isEmpty, root.isSound {
      root.fault(
        what: "there is neither a monitor nor a bed", remedy: "write [[monitor]] or [[bed]]")
    }
    MonitorsCheck(monitors: monitors.compactMap { table, monitor in monitor.map { (table, $0) } })
      .run()
    let name = station.optional("name", Self.name)
    let data = station.optional("data", .text("the path of a folder", most: 4000)) ?? "./data"
    let keep = station.optional(
      "keep", .duration(in: .minutes(24 * 60)...Span.minutes(3650 * 24 * 60)))
    let mode = station.optional("mode", .word(standIn: StationSettings.Mode.live))
    let timezone = station.optional("timezone", Timezone.shape)
    let insecure = station.optional("insecure", .flag) ?? false
    let tls = station.table("tls").map(tls)
    station.check(
      listen.isLoopback || tls != nil || insecure, "listen", "tls", "insecure",
      what: "other machines can reach \(listen), and there is no TLS",
      remedy: "listen on 127.0.0.1, write [station.tls], or write insecure = true")
    let annunciator = root.table("annunciator").map {
      $0.required("command", .list(of: .text(most: 1000), count: 1...32))
    }
    let treatment = treatment(station)
    guard let treatment, let others = otherProtocols(than: treatment, faults) else { return nil }
    return StationSettings(
      name: name ?? "infusionwatch", listen: listen,
      listenLine: station.place(of: "listen").line,
      data: TomlFile.path(data, in: folder), dataLine: station.place(of: "data").line,
      treatment: treatment, protocols: [treatment] + others,
      timezone: timezone,
      keep: keep ?? .minutes(400 * 24 * 60), mode: mode ?? .live, insecure: insecure, tls: tls,
      annunciator: annunciator, beds: beds,
      monitors: monitors.compactMap { $1.map { limited($0, to: beds) } })
  }

  /// The monitor without what its bed is said not to have.
  private func limited(
    _ monitor: MonitorSettings, to beds: [BedSettings]
  ) -> MonitorSettings {
    guard let has = beds.first(where: { $0.name == monitor.bed })?.has else { return monitor }
    var monitor = monitor
    monitor.vitals.removeAll { !has.contains($0) }
    return monitor
  }

  private func listen(_ station: TableReader) -> HostAndPort {
    station.optional("listen", Self.hostAndPort(from: 0))
      ?? HostAndPort(host: "127.0.0.1", port: 8137)
  }

  private func tls(_ table: TableReader) -> StationSettings.TLS {
    func file(_ key: String) -> String {
      let path = TomlFile.path(table.required(key, .text("the path of a PEM file")), in: folder)
      table.check(
        TomlFile.exists(path), key, what: "there is no file \(path)", remedy: "check the path")
      return path
    }
    return StationSettings.TLS(certificate: file("certificate"), key: file("key"))
  }

  private func treatment(_ station: TableReader) -> TreatmentProtocol? {
    let named = station.optional(
      "protocol", .text("the name or the path of a protocol", most: 4000))
    guard named != "" else { return nil }
    let name = named ?? "ketamine-40"
    do {
      let place = ProtocolReader.isName(name) ? name : TomlFile.path(name, in: folder)
      return try ProtocolLibrary.load(place, beside: folder)
    } catch {
      // A protocol that is not there is this file's fault; what is wrong inside one is its own.
      for fault in error.list {
        if fault.line != nil {
          station.faults.add(fault)
        } else {
          station.fault(
            "protocol", what: "the protocol “\(name)”: \(fault.what)", remedy: fault.remedy)
        }
      }
      return nil
    }
  }

  private func otherProtocols(
    than treatment: TreatmentProtocol, _ faults: FaultCollector
  ) -> [TreatmentProtocol]? {
    do {
      return try ProtocolLibrary.all(beside: folder).filter { $0.name != treatment.name }
    } catch {
      faults.add(error)
      return nil
    }
  }

  private func limited(_ tables: [TableReader], _ key: String, _ root: TableReader) -> [TableReader]
  {
    if tables.count > Self.mostBeds {
      root.fault(
        key, what: "there are \(tables.count) of [[\(key)]]",
        remedy: "one station watches at most \(Self.mostBeds)")
    }
    return Array(tables.prefix(Self.mostBeds))
  }
}
