public import Vitals

/// A link that runs, with a thread of its own.
public protocol RunningLink: Sendable {
  /// What it was started with.
  var monitorPlan: MonitorPlan { get }
  /// Whether the thread has not come round by the moment that it gave itself.
  func isLate(at now: Moment) -> Bool
  /// Ends the thread and waits until it has, for a bounded time.
  func stop() async
}

extension MonitorLink: RunningLink {
  public var monitorPlan: MonitorPlan { .polled(plan) }
}

extension StreamLink: RunningLink {
  public var monitorPlan: MonitorPlan { .streamed(plan) }
}

/// Is given all bytes of a monitor that speaks for itself, as they come, on its link's thread.
public typealias ByteListener = @Sendable (_ bytes: [UInt8], _ at: Moment) -> Void

extension MonitorPlan {
  /// Starts the link; from now on the queue is told what its monitors say.
  ///
  /// - Parameters:
  ///   - delay: before the first poll, on the station's clock.
  ///   - hear: whoever wants the bytes as well; units that are polled have none.
  public func start(
    clock: LinkClock, queue: ReportQueue, delay: Span = .zero, hear: ByteListener? = nil
  ) throws(LinkError) -> any RunningLink {
    switch self {
    case .polled(let plan): try MonitorLink(plan, clock: clock, queue: queue, delay: delay)
    case .streamed(let plan): try StreamLink(plan, clock: clock, queue: queue, hear: hear)
    }
  }

  /// From one poll to the next; zero for a monitor that speaks for itself.
  public var every: Span {
    switch self {
    case .polled(let plan): plan.units.map(\.every).min() ?? .zero
    case .streamed: .zero
    }
  }
}
