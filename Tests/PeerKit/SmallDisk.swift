import Foundation

/// A file system in memory that is soon full, or can be made read-only; only the administrator can
/// make one.
public final class SmallDisk: Sendable {
  /// Where it is mounted.
  public let path: String

  /// Whether this process may mount.
  public static let canBeMade = (try? SmallDisk(kilobytes: 16)) != nil

  /// Mounts a disk of this size.
  public init(kilobytes: Int) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    do {
      try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
    } catch {
      try FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  deinit {
    try? Self.run("umount", ["--lazy", path])
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Nothing may be written any more, or it may again.
  public func makeReadOnly(_ isReadOnly: Bool) throws {
    try Self.run("mount", ["-o", isReadOnly ? "remount,ro" : "remount,rw", path])
  }

  /// Writes a file until there is no room.
  public func fill() throws {
    let file = path + "/filling"
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    let handle = try FileHandle(forWritingTo: URL(filePath: file))
    for size in [65_536, 4_096, 512] {
      while (try? handle.write(contentsOf: Data(repeating: 1, count: size))) != nil {}
    }
    try? handle.close()
  }

  /// Takes that file away.
  public func makeRoom() throws { try FileManager.default.removeItem(atPath: path + "/filling") }

  private static func run(_ command: String, _ arguments: [String]) throws {
    let process = ChildProcess()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.setStandardError(FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw NeverSo(description: command) }
  }
}
