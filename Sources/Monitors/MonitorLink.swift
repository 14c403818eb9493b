import MonitorProtocols
public import Vitals

/// One link and the thread of its own that polls every unit on it.
///
/// libmodbus blocks; here it blocks nobody else. What this link meets the others do not notice.
public final class MonitorLink: Sendable {
  /// With less time than this until the next poll a connection is kept open in any case.
  private static let shortestRest: Int64 = 50

  /// What the link was started with.
  public let plan: LinkPlan
  private let firstPoll: Moment
  private let clock: LinkClock
  private let queue: ReportQueue
  private let thread: LinkThread

  /// Starts the thread; from now on the queue is told what the monitors say.
  ///
  /// - Parameter delay: before the first poll, on the station's clock.
  public init(
    _ plan: LinkPlan, clock: LinkClock, queue: ReportQueue, delay: Span = .zero
  ) throws(LinkError) {
    self.plan = plan
    firstPoll = clock.now() + delay
    self.clock = clock
    self.queue = queue
    thread = try LinkThread(clock)
    let wire = try ModbusWire(plan.address, stop: thread.stopSignal)
    lowDescriptor = wire.descriptor
    try thread.start(plan.name, wire) { [self] wire in run(wire) }
  }

  /// When the thread last came round.
  public var lastTurn: Moment { thread.pulse.lastTurn }

  /// Whether the thread has not come round by the moment that it gave itself.
  public func isLate(at now: Moment) -> Bool { thread.pulse.isLate(at: now) }

  /// Whether the thread has ended.
  var hasEnded: Bool { thread.hasEnded }

  /// The one descriptor that this link hands to libmodbus.
  let lowDescriptor: Int32

  /// Ends the thread and waits until it has, for a bounded time.
  public func stop() async {
    // The thread lives, so the number is still the link's own and no other connection is hit.
    await thread.stop { shutdownConnection(of: lowDescriptor) }
  }

  private func run(_ wire: consuming ModbusWire) {
    var round = LinkRound(plan, from: firstPoll, speed: clock.speed)
    while true {
      let turn = round.next(at: clock.now())
      let wait = clock.realMilliseconds(until: turn.at)
      if plan.closesBetweenPolls, wait > Self.shortestRest { wire.close() }
      thread.pulse.beat(within: .milliseconds(max(0, wait)) + plan.longestPoll)
      guard thread.stopSignal.wait(for: nil, milliseconds: wait) == .timeout else { break }
      let unit = plan.units[turn.unit]
      if let reason = wire.open(settle: unit.manners.settle) {
        guard !thread.stopSignal.isGiven else { break }
        queue.add(round.notConnected(reason, at: clock.now()))
      } else {
        let request = ReadRequest(unit: unit.unit, block: unit.map.block)
        let outcome = wire.exchange(request, timeout: turn.patience, gap: unit.manners.gap)
        guard !thread.stopSignal.isGiven else { break }
        queue.add(round.took(outcome, of: turn.unit, at: clock.now()))
      }
    }
    wire.close()
  }
}

extension LinkPlan {
  /// One device that wants others to connect between two polls is reason enough.
  fileprivate var closesBetweenPolls: Bool { units.contains(where: \.manners.closesBetweenPolls) }

  /// How long a poll can take, from before the connection to after the last time-out.
  fileprivate var longestPoll: Span {
    let connection = Span.milliseconds(NameLookup.milliseconds + Dialler.milliseconds)
    // On a serial line a failure is followed by twice its time of quiet.
    let waits = units.map { $0.timeout * 3 + $0.manners.settle + $0.manners.gap }
    return connection + (waits.max() ?? .zero)
  }
}
