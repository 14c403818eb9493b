import Glibc
import MonitorProtocols
import Monitors
import Records
import Synchronization
import Vitals

/// A folder with a capture for each monitor that speaks for itself.
final class CaptureFolder: Sendable {
  private let path: String
  private let failed = Mutex<OutputFile.Failure?>(nil)

  /// A folder that is there, or can be made.
  init(_ path: String) throws(OutputFile.Failure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw OutputFile.Failure(reason: "\(path): \(String(cString: strerror(errno)))")
    }
    self.path = path
  }

  /// Why a capture could not be written; nil: all could.
  var failure: OutputFile.Failure? { failed.withLock(\.self) }

  /// Writes what a monitor says to a new file; nil for a link that is polled.
  func listener(
    for plan: MonitorPlan, start: Moment
  ) throws(OutputFile.Failure) -> ByteListener? {
    guard case .streamed(let plan) = plan else { return nil }
    let capture = CaptureText(start: start)
    var created = try OutputFile(creating: "\(path)/\(plan.monitor.monitor).capture")
    let header = capture.header(
      monitor: plan.monitor.monitor, protocolName: plan.monitor.language.rawValue)
    try created.write(header.utf8)
    let file = Mutex(created)
    return { [self] bytes, moment in
      do throws(OutputFile.Failure) {
        try file.withLock { file throws(OutputFile.Failure) in
          try file.write(capture.line(bytes, at: moment).utf8)
          try file.flush()
        }
      } catch {
        failed.withLock { $0 = error }
      }
    }
  }
}
