public import Monitors
import Synchronization
public import Vitals

/// The links of a configuration, each with its thread.
public final class MonitorLinks: LinkSource {
  fileprivate struct Started {
    let clock: LinkClock
    let queue: ReportQueue
  }
  fileprivate enum Phase {
    /// Can become: running, ended.
    case new
    /// Can become: ended.
    case running(Started)
    case ended
  }
  fileprivate struct State {
    var phase = Phase.new
    var links: [any RunningLink] = []
    var unread: [UnreadMonitor] = []
  }
  /// How many instants of a beat the links are spread over: polled at one, each would wait for all
  /// others; each at its own, the station would have a turn for every reading.
  private static let beats = 8

  private let first: [MonitorPlan]
  private let state: Mutex<State>

  /// Links that are not started yet.
  public init(_ plans: [MonitorPlan]) {
    first = plans
    state = Mutex(State())
  }

  public var plans: [MonitorPlan] { state.withLock { $0.links.map(\.monitorPlan) } }

  public var monitors: Set<String>? {
    state.withLock { state in
      Set(
        state.links.flatMap(\.monitorPlan.monitors).map(\.monitor) + state.unread.map(\.monitor))
    }
  }

  public func start(clock: LinkClock, queue: ReportQueue) throws {
    let started = Started(clock: clock, queue: queue)
    state.withLock { $0.phase = .running(started) }
    for (index, plan) in first.enumerated() {
      let share = Int64(index % Self.beats) * plan.every.milliseconds / Int64(Self.beats)
      try start(plan, started, delay: .milliseconds(share))
    }
  }

  public func change(to plans: [MonitorPlan], unread: [UnreadMonitor]) async throws {
    guard let started = state.withLock({ $0.started }) else { return }
    let (leaving, staying, news) = state.withLock { state in
      let leaving = state.links.filter { !plans.contains($0.monitorPlan) }
      state.links.removeAll { !plans.contains($0.monitorPlan) }
      let news = unread.filter { !state.unread.contains($0) }
      state.unread = unread
      return (leaving, state.links.map(\.monitorPlan), news)
    }
    // A line can be opened again once its old thread has let it go.
    await Self.stop(leaving)
    var first: (any Error)?
    for plan in plans where !staying.contains(plan) {
      do {
        try start(plan, started)
      } catch {
        first = first ?? error
        tell(
          plan.monitors.map {
            UnreadMonitor(monitor: $0.monitor, bed: $0.bed, reason: "\(error)")
          }, started)
      }
    }
    tell(news, started)
    if let first { throw first }
  }

  public func stop() async {
    let links = state.withLock { state in
      state.phase = .ended
      defer { state.links = [] }
      return state.links
    }
    await Self.stop(links)
  }

  public func lateLinks(now: Moment) -> [String] {
    state.withLock { $0.links.filter { $0.isLate(at: now) }.map(\.monitorPlan.name) }
  }

  private func start(
    _ plan: MonitorPlan, _ started: Started, delay: Span = .zero
  ) throws(LinkError) {
    try state.withLock { state throws(LinkError) in
      // The end may have come while an old link was waited for.
      guard state.started != nil else { return }
      state.links.append(
        try plan.start(clock: started.clock, queue: started.queue, delay: delay))
    }
  }

  private func tell(_ unread: [UnreadMonitor], _ started: Started) {
    started.queue.add(
      unread.map {
        MonitorReport(
          monitor: $0.monitor, bed: $0.bed, at: started.clock.now(),
          news: .linkDown(reason: $0.reason))
      })
  }

  private static func stop(_ links: [any RunningLink]) async {
    await withTaskGroup { group in
      for link in links { group.addTask { await link.stop() } }
    }
  }
}

extension MonitorLinks.State {
  fileprivate var started: MonitorLinks.Started? {
    switch phase {
    case .running(let started): started
    case .new, .ended: nil
    }
  }
}
