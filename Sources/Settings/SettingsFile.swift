public import InfusionCore
public import MonitorProtocols
import Vitals

/// A file of settings, which says by its keys what it is.
public enum SettingsFile: Hashable, Sendable {
  case configuration(StationSettings)
  case treatment(TreatmentProtocol)
  case registerMap(RegisterMap)

  /// What the keys of a file make it.
  private enum Kind {
    case configuration
    case treatment
    case registerMap
  }

  /// Reads a file of any of these kinds, and whatever other files it names; throws every fault.
  public static func load(_ path: String) throws(Faults) -> SettingsFile {
    let file = try TomlFile(path: path)
    let faults = FaultCollector()
    guard let root = file.parse(into: faults) else { return try faults.result(nil) }
    switch kind(of: root) {
    case .configuration: return try .configuration(StationSettings.load(path))
    case .treatment: return try .treatment(ProtocolLibrary.load(path))
    case .registerMap: return try .registerMap(RegisterMapFile.load(path))
    case nil:
      if faults.isEmpty {
        faults.add(
          Fault(
            file: path, line: 1, what: "this is no configuration, protocol or register map",
            remedy: "write [station], or the conditions of a protocol, or [block] and [fields]"))
      }
      return try faults.result(nil)
    }
  }

  private static func kind(of root: Toml) -> Kind? {
    if root["station"] != nil || root["monitor"] != nil { return .configuration }
    if case .array = root["bed"]?.content { return .configuration }
    if root["block"] != nil || root["fields"] != nil { return .registerMap }
    let words = ["extends", "clock", "fresh_for", "infusion", "recovery", "pre_start"]
    let conditions = Condition.allCases.compactMap { $0.rawValue.split(separator: ".").first }
    return root.entries.contains { words.contains($0.key) || conditions.contains($0.key[...]) }
      ? .treatment : nil
  }

  /// What it is, in a few words: `configuration: 2 monitors, 2 beds`.
  public var summary: String {
    switch self {
    case .configuration(let settings):
      "configuration: \(Self.count(settings.monitors.count, "monitor")), "
        + Self.count(settings.beds.count, "bed")
    case .treatment(let treatment): "protocol: \(treatment.name)"
    case .registerMap(let map):
      "register map: \(map.vitals.map(\.vital.rawValue).joined(separator: ", "))"
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
