public import Monitors
import Synchronization
public import Vitals

/// Where monitors' reports come from: real links, or a simulation.
public protocol LinkSource: Sendable {
  /// Starts to add what the monitors say to the queue, on the given clock.
  func start(clock: LinkClock, queue: ReportQueue) throws
  /// Ends it; nothing is added after this returns.
  func stop() async
  /// The links whose threads have not come round within their own bound.
  func lateLinks(at now: Moment) -> [String]
}

extension LinkSource {
  public func lateLinks(at now: Moment) -> [String] { [] }
}

/// A configured monitor that cannot be read: it is a lost link from the start, never a quiet one.
public struct UnreadMonitor: Hashable, Sendable {
  public var monitor: String
  public var bed: String
  public var reason: String

  /// A monitor and why it is not read.
  public init(monitor: String, bed: String, reason: String) {
    self.monitor = monitor
    self.bed = bed
    self.reason = reason
  }
}

/// The links of a configuration, each with its thread.
public final class MonitorLinks: LinkSource {
  /// Monitors that cannot be read.
  public let unread: [UnreadMonitor]
  private let plans: [LinkPlan]
  private let running = Mutex<[MonitorLink]>([])

  /// Links that are not started yet.
  public init(_ plans: [LinkPlan], unread: [UnreadMonitor] = []) {
    self.plans = plans
    self.unread = unread
  }

  public func start(clock: LinkClock, queue: ReportQueue) throws {
    for plan in plans {
      let link = try MonitorLink(plan, clock: clock, queue: queue)
      running.withLock { $0.append(link) }
    }
    queue.add(
      unread.map {
        MonitorReport(
          monitor: $0.monitor, bed: $0.bed, at: clock.now(), news: .linkDown(reason: $0.reason))
      })
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
