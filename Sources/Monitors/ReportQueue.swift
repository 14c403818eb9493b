import Synchronization

/// What links tell, until the station takes it: bounded, and never in a link's way.
///
/// When it is full the oldest readings give way, since newer ones follow; what is told only once
/// gives way last. Each loss is counted.
public final class ReportQueue: Sendable {
  /// The most reports that wait.
  public static let capacity = 1024

  private struct State {
    var waiting: [MonitorReport] = []
    var dropped = 0
  }
  private let state = Mutex(State())
  private let bell: @Sendable () -> Void

  /// An empty queue that rings after each addition; the bell must not block.
  public init(bell: @escaping @Sendable () -> Void) { self.bell = bell }

  /// How many reports gave way so far.
  public var dropped: Int { state.withLock(\.dropped) }

  /// Adds the reports of one poll, in order.
  public func add(_ reports: [MonitorReport]) {
    guard !reports.isEmpty else { return }
    state.withLock { state in
      state.waiting += reports
      while state.waiting.count > Self.capacity {
        let oldest = state.waiting.firstIndex(where: \.isReplaceable) ?? 0
        state.waiting.remove(at: oldest)
        state.dropped += 1
      }
    }
    bell()
  }

  /// Everything that waits, in order.
  public func takeAll() -> [MonitorReport] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
