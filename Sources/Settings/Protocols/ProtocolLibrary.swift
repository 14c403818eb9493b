public import InfusionCore

/// Finds and reads protocols by name or path.
public enum ProtocolLibrary {
  /// The protocols that the program brings along.
  public static let shippedNames = ["ketamine-40", "ketamine-60", "esketamine"]

  /// Every protocol that can be named: in `protocols/` in the folder, in the system's folders, and
  /// among those that the program brings along.
  public static func all(beside folder: String) throws(Faults) -> [TreatmentProtocol] {
    let found = ([TomlFile.path("protocols", in: folder)] + systemFolders).flatMap(
      TomlFile.names(in:)
    )
    .filter(ProtocolReader.isName)
    let names = shippedNames + Set(found).subtracting(shippedNames).sorted()
    var protocols: [TreatmentProtocol] = []
    var faults: [Fault] = []
    for name in names {
      do {
        protocols.append(try load(name, beside: folder))
      } catch {
        faults += error.list
      }
    }
    guard faults.isEmpty else { throw Faults(list: faults) }
    return protocols
  }

  /// Where a protocol that a configuration or a command names is looked for, in this order.
  static let systemFolders = ["/etc/infusionwatch/protocols", "/usr/share/infusionwatch/protocols"]
  /// How many protocols may build on each other.
  private static let longestChain = 4

  /// Reads a protocol by its name or, if it has a slash or ends in `.toml`, its path.
  ///
  /// A name is looked for in `protocols/` in the given folder, in the system's folders, and among
  /// those that the program brings along. Throws every fault of the file and of those it extends.
  public static func load(
    _ nameOrPath: String, beside folder: String? = nil
  ) throws(Faults) -> TreatmentProtocol {
    guard ProtocolReader.isName(nameOrPath) else {
      return try read(TomlFile(path: nameOrPath), named: nil)
    }
    let own = folder.map { TomlFile.path("protocols", in: $0) }
    guard let file = try find(nameOrPath, beside: own) else {
      throw Faults(list: [
        Fault(
          file: nameOrPath, line: nil, what: "no protocol of this name is known",
          remedy: "name one of \(shippedNames.joined(separator: ", ")), or a path")
      ])
    }
    return try read(file, named: nameOrPath)
  }

  /// A protocol that the program brings along.
  public static func shipped(_ name: String) throws(Faults) -> TreatmentProtocol {
    try read(TomlFile(shipped: name), named: name)
  }

  /// Reads what a file says.
  static func read(_ file: TomlFile, named name: String?) throws(Faults) -> TreatmentProtocol {
    let faults = FaultCollector()
    let root = parse(file, faults: faults, chain: longestChain)
    let treatment = root.map { ProtocolReader.read($0, faults: faults) }
    if let treatment, let name, treatment.name != name, !treatment.name.isEmpty {
      faults.add(
        Fault(
          file: file.name, line: root?.entries.first { $0.key == "name" }?.place.line,
          what: "the file for “\(name)” is named “\(treatment.name)” inside",
          remedy: "give both one name"))
    }
    return try faults.result(treatment)
  }

  /// The file's table, on top of those that it extends.
  private static func parse(_ file: TomlFile, faults: FaultCollector, chain: Int) -> Toml? {
    guard let root = file.parse(into: faults) else { return nil }
    guard let extends = root["extends"] else { return root }
    func fault(_ what: String, _ remedy: String) -> Toml? {
      faults.add(at: extends.place, what: what, remedy: remedy)
      return nil
    }
    guard case .text(let base) = extends.content, ProtocolReader.isName(base) else {
      return fault("“extends” is \(extends.description)", "write the name of a protocol")
    }
    guard chain > 1 else {
      return fault(
        "more than \(longestChain) protocols build on each other, or they do so in a circle",
        "extend one that stands by itself")
    }
    do {
      guard let found = try find(base, beside: file.folder) else {
        return fault("no protocol “\(base)” is known", "extend one that is")
      }
      return parse(found, faults: faults, chain: chain - 1)?.overridden(by: root)
    } catch {
      faults.add(error)
      return nil
    }
  }

  private static func find(_ name: String, beside folder: String?) throws(Faults) -> TomlFile? {
    for folder in [folder].compactMap(\.self) + systemFolders {
      let path = TomlFile.path("\(name).toml", in: folder)
      if TomlFile.exists(path) { return try TomlFile(path: path) }
    }
    return shippedNames.contains(name) ? try TomlFile(shipped: name) : nil
  }
}

extension TomlFile {
  /// A protocol inside the program.
  fileprivate init(shipped name: String) throws(Faults) {
    let bytes: [UInt8]
    switch name {
    case "ketamine-40": bytes = PackageResources.ketamine_40_toml
    case "ketamine-60": bytes = PackageResources.ketamine_60_toml
    case "esketamine": bytes = PackageResources.esketamine_toml
    default:
      throw Faults(list: [
        Fault(
          file: name, line: nil, what: "the program brings no such protocol along",
          remedy: "name one of \(ProtocolLibrary.shippedNames.joined(separator: ", "))")
      ])
    }
    self.init(name: "\(name) (built in)", bytes: bytes)
  }
}
