import Foundation
import PeerKit

/// A folder for one test's files, and the probe run with them.
final class ProbeFolder {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("iw-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A path in the folder.
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// What the probe prints.
  func probe(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> [String]
  {
    let probe = try RunningCommand(
      arguments, program: RunningCommand.path(of: "HostProbe"), environment: environment)
    try await eventually("the probe ends: \(probe.errorLines)") {
      probe.status != nil && probe.outputLines.count >= arguments.count
    }
    return probe.outputLines
  }
}
