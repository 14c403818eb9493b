public import Monitors
public import Vitals

/// Where monitors' reports come from: real links, or a simulation.
public protocol LinkSource: Sendable {
  /// Starts to add what the monitors say to the queue, on the given clock.
  func start(clock: LinkClock, queue: ReportQueue) throws
  /// Goes on with other links: those that stay as they are miss no poll.
  ///
  /// Every link is tried; the first that cannot be started is thrown in the end, and its monitors
  /// are told to be lost. Before the start and after the end nothing happens.
  func change(to plans: [MonitorPlan], unread: [UnreadMonitor]) async throws
  /// The plans of the links that run now.
  var plans: [MonitorPlan] { get }
  /// The monitors that it reads, or says that it cannot read; nil: it does not know.
  var monitors: Set<String>? { get }
  /// Ends it; nothing is added after this returns.
  func stop() async
  /// The names of links whose thread did not come round when it should have.
  func lateLinks(now: Moment) -> [String]
}

extension LinkSource {
  /// A source without threads has none that is late.
  public func lateLinks(now: Moment) -> [String] { [] }

  /// A source without plans has none.
  public var plans: [MonitorPlan] { [] }

  /// A source without plans does not know.
  public var monitors: Set<String>? { nil }

  /// A source without plans goes on as it is.
  public func change(to plans: [MonitorPlan], unread: [UnreadMonitor]) async throws {}
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

extension UnreadMonitor {
  /// A monitor of a bed with a session that the configuration does not have.
  static func notConfigured(_ monitor: String, bed: String) -> UnreadMonitor {
    UnreadMonitor(monitor: monitor, bed: bed, reason: "the configuration has no such monitor")
  }

  /// A monitor whose line is still read for a session of another one.
  static func displaced(_ monitor: String, bed: String) -> UnreadMonitor {
    UnreadMonitor(
      monitor: monitor, bed: bed,
      reason: "its line is read for another monitor's session; reload once that is over")
  }
}
