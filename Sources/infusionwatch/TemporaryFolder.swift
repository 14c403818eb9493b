import ArgumentParser
import Foundation
import Glibc

/// A folder of a command's own under the temporary folder; only its user can look inside.
struct TemporaryFolder: Sendable {
  /// Why there is no folder.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Where it is.
  let path: String

  /// Makes the folder, with mode 0700, for a command of this name.
  init(for command: String) throws(Failure) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // mkdtemp(3) puts letters of its own for the six.
    var template = Array("\(parent)/infusionwatch-\(command).XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      let reason = String(cString: strerror(errno))
      throw Failure(
        description: "\(parent) takes no folder (\(reason)); set TMPDIR to one that can be written")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The same for a command that cannot do without: it ends, and says why.
  static func made(for command: String) throws -> TemporaryFolder {
    do throws(Failure) {
      return try TemporaryFolder(for: command)
    } catch {
      StandardError.tell(error)
      throw ExitCode.unavailable
    }
  }

  /// Removes it with all that is in it.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
