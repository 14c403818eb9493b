public import MonitorProtocols
import Vitals

/// A register map in a file of its own.
public enum RegisterMapFile {
  /// Where maps are looked for that do not lie beside the configuration.
  private static let systemFolders = ["/etc/infusionwatch/maps", "/usr/share/infusionwatch/maps"]

  /// Reads a map; throws every fault of the file.
  public static func load(_ path: String) throws(Faults) -> RegisterMap {
    let faults = FaultCollector()
    return try faults.result(parse(TomlFile(path: path), faults: faults))
  }

  /// The map of a name that a configuration in a folder mentions; nil if there is none.
  static func find(_ name: String, beside folder: String) -> String? {
    ([TomlFile.path("maps", in: folder)] + systemFolders).map { "\($0)/\(name).toml" }
      .first(where: TomlFile.exists)
  }

  /// The map that a file describes; its faults are noted.
  static func parse(
    _ file: TomlFile, every: Span? = nil, faults: FaultCollector
  ) -> RegisterMap? {
    file.parse(into: faults).map {
      RegisterMapReader.read(TableReader($0, title: "", faults: faults), every: every)
    }
  }
}
