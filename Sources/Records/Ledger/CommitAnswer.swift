import Synchronization

/// The answer to one commit, given once: by the write, or by the time that it may take.
final class CommitAnswer: Sendable {
  private let waiting: Mutex<CheckedContinuation<Durability, Never>?>

  init(_ continuation: CheckedContinuation<Durability, Never>) {
    waiting = Mutex(continuation)
  }

  /// Answers; false: it was answered already.
  @discardableResult func give(_ durability: Durability) -> Bool {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: durability)
    return continuation != nil
  }
}
