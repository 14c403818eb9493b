public import Monitors
import Synchronization

/// Where monitors' reports come from: real links, or a simulation.
public protocol LinkSource: Sendable {
  /// Starts to add what the monitors say to the queue, on the given clock.
  func start(clock: LinkClock, queue: ReportQueue) throws
  /// Ends it; nothing is added after this returns.
  func stop() async
}

/// The links of a configuration, each with its thread.
public final class MonitorLinks: LinkSource {
  private let plans: [LinkPlan]
  private let running = Mutex<[MonitorLink]>([])

  /// Links that are not started yet.
  public init(_ plans: [LinkPlan]) {
    self.plans = plans
  }

  public func start(clock: LinkClock, queue: ReportQueue) throws {
    for plan in plans {
      let link = try MonitorLink(plan, clock: clock, queue: queue)
      running.withLock { $0.append(link) }
    }
  }

  public func stop() async {
    let links = running.withLock { links in
      defer { links = [] }
      return links
    }
    await withTaskGroup { group in
      for link in links { group.addTask { await link.stop() } }
    }
  }
}
