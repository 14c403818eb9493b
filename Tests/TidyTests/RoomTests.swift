import Testing

/// The rooms of the house, ground floor first, and what each may import of the house.
private let rooms: KeyValuePairs = [
  "CLinux": [], "CModbus": [], "CSystemd": [], "CToml": [],
  "Vitals": [],
  "InfusionCore": ["Vitals"],
  "MonitorProtocols": ["Vitals"],
  "Monitors": ["CModbus", "MonitorProtocols", "Vitals"],
  "SimulatedMonitors": ["CModbus", "MonitorProtocols", "Vitals"],
  "Settings": ["CToml", "InfusionCore", "MonitorProtocols", "Vitals"],
  "Records": ["InfusionCore", "Vitals"],
  "Host": ["CLinux", "CSystemd"],
  "Station": [
    "Vitals", "InfusionCore", "MonitorProtocols", "Monitors", "Settings", "Records", "Host",
  ],
  "StationWeb": ["Vitals", "InfusionCore", "Settings", "Records", "Host", "Station"],
  "infusionwatch": [
    "Vitals", "InfusionCore", "MonitorProtocols", "Monitors", "SimulatedMonitors", "Settings",
    "Records", "Host", "Station", "StationWeb",
  ],
]

/// Rooms that know nothing but the standard library.
private let pureRooms: Set = ["Vitals", "InfusionCore", "MonitorProtocols"]

/// Arrows between rooms point down only.
@Suite struct RoomTests {
  @Test func `a room imports only rooms below it that the table names`() throws {
    let found = try SourceTree.sources().flatMap(forbiddenArrows)
    #expect(found == [])

    let sample = SourceFile(
      path: "Sources/Records/Sample.swift", text: "public import Vitals\nimport Station\n")
    #expect(forbiddenArrows(of: sample) == ["Sources/Records/Sample.swift: imports Station"])
  }

  @Test func `the table itself points down only`() {
    var below: Set<String> = []
    for (room, imports) in rooms {
      #expect(below.isSuperset(of: imports), "\(room)")
      below.insert(room)
    }
  }

  @Test func `every folder of Sources is a room of the table`() throws {
    let folders = Set(try SourceTree.sources().map(\.room))
    #expect(folders.subtracting(rooms.map(\.key)) == [])
  }

  @Test func `the pure rooms import nothing from outside the house`() throws {
    let found = try SourceTree.sources().flatMap(outsideImports)
    #expect(found == [])

    let sample = SourceFile(
      path: "Sources/Vitals/Sample.swift", text: "import struct Foundation.Date\n// import X\n")
    #expect(outsideImports(of: sample) == ["Sources/Vitals/Sample.swift: imports Foundation"])
  }

  @Test func `only the command line imports ArgumentParser`() throws {
    let others = try SourceTree.sources().filter { $0.room != "infusionwatch" }
    let found = others.filter(importsArgumentParser).map(\.path)
    #expect(found == [])

    let sample = SourceFile(path: "Sources/Station/S.swift", text: "import ArgumentParser")
    #expect(importsArgumentParser(sample))
  }

  private func forbiddenArrows(of file: SourceFile) -> [String] {
    let names = Set(rooms.map(\.key))
    let allowed = rooms.first { $0.key == file.room }?.value ?? []
    return imports(of: file)
      .filter { names.contains($0) && !allowed.contains($0) }
      .map { "\(file.path): imports \($0)" }
  }

  private func outsideImports(of file: SourceFile) -> [String] {
    let names = Set(rooms.map(\.key))
    guard pureRooms.contains(file.room) else { return [] }
    return imports(of: file)
      .filter { !names.contains($0) }
      .map { "\(file.path): imports \($0)" }
  }

  private func importsArgumentParser(_ file: SourceFile) -> Bool {
    imports(of: file).contains("ArgumentParser")
  }

  private func imports(of file: SourceFile) -> [String] {
    let kinds = /(?:struct|class|enum|protocol|func|var|let|typealias)\s+/
    return file.swift.code.compactMap { line in
      guard let match = line.firstMatch(of: /^\s*(?:[@\w]+(?:\(\w+\))?\s+)*import\s+(.+)$/) else {
        return nil
      }
      let name = match.1.trimmingPrefix(kinds).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return String(name)
    }
  }
}
