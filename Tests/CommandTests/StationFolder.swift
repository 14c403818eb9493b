import Foundation

/// A folder with the shipped configuration, made to watch one monitor on this machine.
final class StationFolder {
  /// The path of the configuration.
  let configuration: String
  let listenPort: Int
  private let folder: URL

  init(monitorPort: UInt16) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("infusionwatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    configuration = folder.appendingPathComponent("station.toml").path
    listenPort = Int.random(in: 20_000..<30_000)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let shipped = try String(
      contentsOf: root.appendingPathComponent("config/station.toml"), encoding: .utf8)
    // The second monitor of the shipped file stands at a serial line that is not here.
    let first = shipped.components(separatedBy: "[[monitor]]").prefix(2)
    try write(
      first.joined(separator: "[[monitor]]")
        .replacingOccurrences(of: "127.0.0.1:1502", with: "127.0.0.1:\(monitorPort)")
        .replacingOccurrences(of: "127.0.0.1:8137", with: "127.0.0.1:\(listenPort)"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A path in the folder.
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes something else in place of a text that stands there.
  func change(_ old: String, to new: String) throws {
    let text = try String(contentsOfFile: configuration, encoding: .utf8)
    try write(text.replacingOccurrences(of: old, with: new))
  }

  private func write(_ text: String) throws {
    try text.write(toFile: configuration, atomically: true, encoding: .utf8)
  }
}
