import Foundation
import PeerKit

/// The program as a shell would start it.
enum Program {
  /// What one run left.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
    /// The most memory that it had, in KiB.
    var mostMemory = 0
  }

  /// The program that was built with these tests.
  static var path: String {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    return folder?.appendingPathComponent("infusionwatch").path ?? "infusionwatch"
  }

  /// Runs the program to its end, in a folder if one is given.
  static func run(_ arguments: [String], in folder: String? = nil) throws -> Outcome {
    let process = ChildProcess()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let files = try ScratchFolder()
    let (output, errors) = (try files.handle("output"), try files.handle("errors"))
    process.setStandardInput(FileHandle.nullDevice)
    process.setStandardOutput(output)
    process.setStandardError(errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try files.text("output"),
      errors: try files.text("errors"), mostMemory: process.mostMemory)
  }

  /// The path of a file, given from the root of the checkout.
  static func checkout(_ file: String) -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent(file).path
  }
}

/// A folder for one test's files, gone with it.
final class ScratchFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("infusionwatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of this folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// The text of a file of this folder.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  /// A new file of this folder to write to.
  func handle(_ name: String) throws -> FileHandle {
    try write("", to: name)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(path)/\(name)"))
  }
}
