import Foundation

/// One file of the checkout, by its path from the root.
struct SourceFile: Sendable {
  let path: String
  let text: String
  /// Empty for other languages.
  let swift: SwiftText

  init(path: String, text: String) {
    self.path = path
    self.text = text
    swift = SwiftText(path.hasSuffix(".swift") ? text : "")
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The room that the file belongs to: the folder under `Sources` or `Tests`.
  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}

/// The checkout that this test was built from.
enum SourceTree {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Swift files of the rooms.
  static func sources() throws -> [SourceFile] {
    try everything().filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") }
  }

  /// Swift files of the rooms and of the tests, and the manifest.
  static func allSwift() throws -> [SourceFile] {
    try everything().filter { $0.path.hasSuffix(".swift") }
  }

  /// Everything that is written by hand, whatever language it is in.
  static func everything() throws -> [SourceFile] { try read.get() }

  private static let read = Result { try readAll() }

  private static func readAll() throws -> [SourceFile] {
    let kinds = ["swift", "c", "cpp", "h", "py", "toml", "csv", "ndjson", "md"]
    let folders = try ["Sources", "Tests", "config", "Benchmarks"].flatMap {
      try files(under: $0, endingIn: kinds)
    }
    let single = ["Package.swift", "Makefile", ".ci/run", ".ci/setup", "README.md", "CHANGELOG.md"]
    return try folders + single.map(file)
  }

  static func file(_ path: String) throws -> SourceFile {
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    return SourceFile(path: path, text: text)
  }

  private static func files(under folder: String, endingIn kinds: [String]) throws -> [SourceFile] {
    let top = root.appending(path: folder).path
    guard let walk = FileManager.default.enumerator(atPath: top) else { return [] }
    return
      try walk
      .compactMap { $0 as? String }
      .filter { !$0.contains(".build") && kinds.contains(($0 as NSString).pathExtension) }
      .sorted()
      .compactMap { name in
        // Fixtures may be broken on purpose: what is no text has no lines to judge.
        let data = try Data(contentsOf: root.appending(path: "\(folder)/\(name)"))
        return String(data: data, encoding: .utf8).map {
          SourceFile(path: "\(folder)/\(name)", text: $0)
        }
      }
  }
}
