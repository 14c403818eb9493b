import Dispatch
import Glibc
import Synchronization

/// The program log's own way to the journal: in order, bounded, and never in the way of who logs. A
/// journal that hangs would else hang every part of the station that has something to say.
final class LogLane: Sendable {
  /// The most entries that wait; further ones are lost, and counted.
  static let capacity = 1024
  /// An exit waits so long for those that wait.
  static let longestDrain = DispatchTimeInterval.milliseconds(500)

  /// The lane of this process, which an exit drains.
  static let shared: LogLane = {
    atexit { LogLane.shared.drain(within: LogLane.longestDrain) }
    return LogLane(JournalWriter())
  }()

  private let writer: JournalWriter
  private let queue = DispatchQueue(label: "the program's log")
  private let waiting = Atomic(0)
  private let lost = Atomic(0)

  init(_ writer: JournalWriter) { self.writer = writer }

  /// Hands an entry over, or loses it.
  func write(_ entry: JournalEntry) {
    guard waiting.load(ordering: .relaxed) < Self.capacity else {
      lost.add(1, ordering: .relaxed)
      return
    }
    waiting.add(1, ordering: .relaxed)
    let lostBefore = lost.exchange(0, ordering: .relaxed)
    queue.async { [self] in
      if lostBefore > 0 { writer.lose(lostBefore) }
      writer.write(entry)
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  /// Returns when all that waits was written, or after this long.
  func drain(within bound: DispatchTimeInterval) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + bound)
  }
}
