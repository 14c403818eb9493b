import Synchronization

/// What links tell, on the way to the one who takes it: bounded, and never in a link's way.
///
/// When it is full the oldest readings give way, since newer ones follow; what is told only once
/// gives way last. Each loss is counted.
public final class ReportChannel: AsyncSequence, Sendable {
  /// The most reports that wait.
  public static let capacity = 1024

  private struct State {
    var waiting: [MonitorReport] = []
    var taker: CheckedContinuation<[MonitorReport]?, Never>?
    var isFinished = false
    var dropped = 0
  }
  private let state = Mutex(State())

  /// An empty channel.
  public init() {}

  /// How many reports gave way so far.
  public var dropped: Int { state.withLock(\.dropped) }

  /// Adds the reports of one poll, in order.
  public func send(_ reports: [MonitorReport]) {
    guard !reports.isEmpty else { return }
    let resume = state.withLock { state -> (() -> Void)? in
      guard !state.isFinished else { return nil }
      if let taker = state.taker {
        state.taker = nil
        return { taker.resume(returning: reports) }
      }
      state.waiting += reports
      while state.waiting.count > Self.capacity {
        let oldest = state.waiting.firstIndex(where: \.isReplaceable) ?? 0
        state.waiting.remove(at: oldest)
        state.dropped += 1
      }
      return nil
    }
    resume?()
  }

  /// Nothing more comes; what waits is still taken.
  public func finish() {
    let taker = state.withLock { state in
      state.isFinished = true
      defer { state.taker = nil }
      return state.taker
    }
    taker?.resume(returning: nil)
  }

  /// Everything that waits, or the next reports; nil when the channel is finished. One taker only.
  private func take() async -> [MonitorReport]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready = state.withLock { state -> [MonitorReport]?? in
          if !state.waiting.isEmpty {
            defer { state.waiting = [] }
            return state.waiting
          }
          if state.isFinished { return .some(nil) }
          precondition(state.taker == nil, "one taker only")
          state.taker = continuation
          return nil
        }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      finish()
    }
  }

  /// Takes batches of reports, in order.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let channel: ReportChannel

    /// The next batch; nil when the channel is finished.
    public mutating func next() async -> [MonitorReport]? { await channel.take() }
  }

  /// The one iterator.
  public func makeAsyncIterator() -> Iterator { Iterator(channel: self) }
}
