import InfusionCore
import Vitals

/// Reads the `[[bed]]` tables and adds the beds that only monitors name.
struct BedReader {
  /// Those that could be read.
  var monitors: [MonitorSettings]

  /// The beds in the order in which the file first names them; faults are noted.
  func read(_ tables: [TableReader], _ monitorTables: [TableReader]) -> [BedSettings] {
    var named: [(bed: BedSettings, place: Toml.Place)] = []
    for table in tables {
      let bed = bed(table)
      if named.contains(where: { $0.bed.name == bed.name }), table.isSound {
        table.fault("name", what: "the bed “\(bed.name)” is there twice", remedy: "remove one")
      }
      named.append((bed, table.place))
    }
    var places: [String: Toml.Place] = [:]
    for table in monitorTables {
      guard case .text(let bed) = table.raw("bed")?.content, places[bed] == nil else { continue }
      places[bed] = table.place(of: "bed")
    }
    let others = monitors.reduce(into: [String]()) { names, monitor in
      let isNew = !names.contains(monitor.bed) && !named.contains { $0.bed.name == monitor.bed }
      if isNew, !monitor.bed.isEmpty { names.append(monitor.bed) }
    }
    let added = others.compactMap { name in
      places[name].map { (bed: BedSettings(name: name, has: nil, probeArm: .other), place: $0) }
    }
    let first = { (entry: (bed: BedSettings, place: Toml.Place)) in
      min(entry.place, places[entry.bed.name] ?? entry.place)
    }
    return (named + added).sorted { first($0) < first($1) }.map(\.bed)
  }

  private func bed(_ table: TableReader) -> BedSettings {
    let bed = BedSettings(
      name: table.required("name", StationReader.name),
      has: table.optional("has", StationReader.vitals),
      probeArm: table.optional("probe_arm", .word(standIn: .other)) ?? .other)
    let brought = monitors.filter { $0.bed == bed.name }.flatMap(\.vitals)
    if let missing = bed.has?.first(where: { !brought.contains($0) }) {
      table.check(
        false, "has", "name",
        what: "no monitor brings “\(missing.rawValue)” to the bed “\(bed.name)”",
        remedy: "remove it, or add a monitor that does")
    }
    return bed
  }
}
