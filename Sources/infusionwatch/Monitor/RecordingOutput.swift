import Records
import Synchronization

/// Where a live recording and its events are written; whatever is written is whole lines.
final class RecordingOutput: Sendable {
  private let recording: Mutex<OutputFile>
  private let events: Mutex<OutputFile>?

  /// - Parameters:
  ///   - recording: a new file; nil: the standard output.
  ///   - events: a new file; nil: nowhere.
  init(recording: String?, events: String?) throws(OutputFile.Failure) {
    if let recording {
      self.recording = Mutex(try OutputFile(creating: recording))
    } else {
      self.recording = Mutex(OutputFile())
    }
    if let events {
      self.events = Mutex(try OutputFile(creating: events))
    } else {
      self.events = nil
    }
  }

  /// Writes both to the end.
  func write(rows: [UInt8], events lines: [UInt8]) throws(OutputFile.Failure) {
    try recording.withLock { file throws(OutputFile.Failure) in
      try file.write(rows)
      try file.flush()
    }
    try events?.withLock { file throws(OutputFile.Failure) in
      try file.write(lines)
      try file.flush()
    }
  }
}
