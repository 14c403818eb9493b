public import Logging
import Records
import Synchronization
import Vitals

/// Writes events to the standard output: as NDJSON for programs, or as a nurse's log for people.
public final class EventLines: Announcer {
  /// How events are written.
  public enum Form: Hashable, Sendable {
    case ndjson
    case words
  }

  public let name = "the standard output"
  private let form: Form
  private let logger: Logger
  private let output = Mutex<Output>(Output())

  private struct Output: ~Copyable {
    var file = OutputFile()
    var log: NurseLog?
    var isClosed = false
  }

  /// An announcer to the standard output.
  public init(_ form: Form, logger: Logger) {
    self.form = form
    self.logger = logger
  }

  public func tell(_ announcement: Announcement) {
    output.withLock { output in
      guard !output.isClosed else { return }
      do throws(OutputFile.Failure) {
        try output.file.write(text(of: announcement, &output))
        try output.file.flush()
      } catch {
        output.isClosed = true
        logger.error("events are no longer written to the standard output: \(error.reason)")
      }
    }
  }

  private func text(of announcement: Announcement, _ output: inout Output) -> [UInt8] {
    let event = announcement.numbered.event
    switch form {
    case .ndjson:
      let writer = EventWriter(axis: .admission, wall: announcement.wall)
      var json = JSONText()
      writer.write(
        event, sequence: UInt64(announcement.numbered.sequence),
        isDurable: announcement.isDurable, to: &json)
      return json.bytes
    case .words:
      var log = output.log ?? NurseLog(wall: announcement.wall)
      defer { output.log = log }
      return Array(log.lines(event).utf8)
    }
  }
}
