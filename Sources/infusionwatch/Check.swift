import ArgumentParser
import Glibc
import Records
import Settings

/// `infusionwatch check FILE...`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks configurations, protocols, register maps and recordings.",
    discussion: """
      Prints that a file is ok, or every fault of it with its line and what to do. Exit status 78 \
      for a faulty configuration, protocol or register map, 65 for a faulty recording.
      """)

  @Argument(help: "Files to check.", completion: .file())
  var files: [String]

  func run() throws {
    var status = ExitCode.success
    for file in files {
      do {
        print("\(file): ok (\(try summary(of: file)))")
      } catch let faults as Faults {
        faults.list.forEach(StandardError.tell)
        // A missing file that was not to be settings is input that cannot be read.
        let isSettings = file.hasSuffix(".toml") || faults.list.contains { $0.line != nil }
        status = status.orWorse(isSettings ? .wrongSettings : .unreadableInput)
      } catch let faults as RecordingFaults {
        faults.list.forEach(StandardError.tell)
        status = status.orWorse(.unreadableInput)
      }
    }
    if status != .success { throw status }
  }

  private func summary(of file: String) throws -> String {
    guard file.hasSuffix(".csv") || Self.beginsAsRecording(file) else {
      return try SettingsFile.load(file).summary
    }
    var rules = RecordingRules()
    let rows = try RecordingCheck.rows(of: file) { scan throws(RecordingError) in
      try rules.rules(for: scan, chosen: nil)
    }
    return "recording: \(rows) row\(rows == 1 ? "" : "s")"
  }

  /// Whether a regular file says in its first line that it is a recording.
  private static func beginsAsRecording(_ file: String) -> Bool {
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return text.drop { $0 == "\u{FEFF}" }.hasPrefix("# infusionwatch recording")
  }
}

extension ExitCode {
  fileprivate func orWorse(_ other: ExitCode) -> ExitCode {
    rawValue < other.rawValue ? other : self
  }
}
