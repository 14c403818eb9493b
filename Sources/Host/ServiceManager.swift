import CSystemd
import Glibc

/// The service manager that started this program, if one did (sd_notify(3)).
public enum ServiceManager {
  /// What it can be told.
  public enum State: Hashable, Sendable {
    /// Everything that was to be started runs; also the end of `reloading`.
    case ready
    /// The configuration is being read again; `ready` must follow, whatever came of it.
    case reloading
    /// The end has begun.
    case stopping
    /// Every part of the program has just been seen at work.
    case watchdog
    /// How things stand, in one line that `systemctl status` shows.
    case status(String)
    /// The start, reload or end that is under way takes so much longer, from now on.
    case extendTimeout(Duration)
  }

  /// A status is cut to so many bytes.
  static let longestStatus = 512

  /// Whether a service manager listens.
  public static var isPresent: Bool { getenv("NOTIFY_SOCKET") != nil }

  /// How often, at the least, it wants `watchdog`; nil: never. Telling it twice as often leaves
  /// room for a busy machine.
  public static var watchdogInterval: Duration? {
    var microseconds: UInt64 = 0
    guard service_watchdog(&microseconds) > 0 else { return nil }
    return .microseconds(Int64(clamping: microseconds))
  }

  /// Tells it all of this in one message; false if nobody listens or it cannot be told.
  @discardableResult
  public static func tell(_ states: State...) -> Bool {
    service_notify(states.map { text(of: $0, at: monotonicMicroseconds) }.joined(separator: "\n"))
      > 0
  }

  /// The assignments that say so.
  static func text(of state: State, at now: UInt64) -> String {
    switch state {
    case .ready: "READY=1"
    // The moment tells the manager which reload the next READY=1 ends.
    case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(now)"
    case .stopping: "STOPPING=1"
    case .watchdog: "WATCHDOG=1"
    case .status(let words): "STATUS=\(oneLine(words))"
    case .extendTimeout(let more): "EXTEND_TIMEOUT_USEC=\(microseconds(more))"
    }
  }

  /// A line break would begin an assignment of its own.
  private static func oneLine(_ words: String) -> String {
    var line = ""
    var size = 0
    for character in words {
      let kept = character.isNewline || character == "\0" ? " " : character
      size += kept.utf8.count
      guard size <= longestStatus else { break }
      line.append(kept)
    }
    return line
  }

  private static func microseconds(_ span: Duration) -> Int64 {
    let (seconds, attoseconds) = span.components
    return max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  private static var monotonicMicroseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
  }
}
