import CModbus
import MonitorProtocols
import Synchronization
public import Vitals

/// One link and the thread of its own that polls every unit on it.
///
/// libmodbus blocks; here it blocks nobody else. What this link meets the others do not notice.
public final class MonitorLink: Sendable {
  /// A link that was told to stop is waited for at most this long.
  public static let longestStop = Duration.seconds(1)

  /// With less time than this until the next poll a connection is kept open in any case.
  private static let shortestRest: Int64 = 50

  /// What the link was started with.
  public let plan: LinkPlan
  private let firstPoll: Moment
  private let clock: LinkClock
  private let queue: ReportQueue
  private let stopSignal: StopSignal
  private let ended = Gate()
  private let isStopping = Atomic(false)
  private let isRunning = Atomic(true)
  private let pulse: LinkPulse

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
    stopSignal = try StopSignal()
    pulse = LinkPulse(clock)
    let wire = try ModbusWire(plan.address, stop: stopSignal)
    lowDescriptor = wire.descriptor
    let start = Unmanaged.passRetained(Start(link: self, wire: wire))
    let error = thread_start(plan.name, { Start.run($0) }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw .system("thread", errorNumber: -error)
    }
  }

  /// When the thread last came round.
  public var lastTurn: Moment { pulse.lastTurn }

  /// Whether the thread has not come round by the moment that it gave itself.
  public func isLate(at now: Moment) -> Bool { pulse.isLate(at: now) }

  /// Whether the thread has ended.
  var hasEnded: Bool { !isRunning.load(ordering: .acquiring) }

  /// The one descriptor that this link hands to libmodbus.
  let lowDescriptor: Int32

  /// Ends the thread and waits until it has, at most `longestStop`.
  public func stop() async {
    if !isStopping.exchange(true, ordering: .acquiringAndReleasing) {
      // The thread lives, so the number is still the link's own and no other connection is hit.
      shutdownConnection(of: lowDescriptor)
      stopSignal.give()
    }
    let bound = Task {
      try? await Task.sleep(for: Self.longestStop)
      ended.open()
    }
    await ended.wait()
    bound.cancel()
  }

  fileprivate func run(_ wire: consuming ModbusWire) {
    var round = LinkRound(plan, from: firstPoll, speed: clock.speed)
    while true {
      let turn = round.next(at: clock.now())
      let wait = clock.realMilliseconds(until: turn.at)
      if plan.closesBetweenPolls, wait > Self.shortestRest { wire.close() }
      pulse.beat(within: .milliseconds(max(0, wait)) + plan.longestPoll)
      guard stopSignal.wait(for: nil, milliseconds: wait) == .timeout else { break }
      let unit = plan.units[turn.unit]
      if let reason = wire.open(settle: unit.manners.settle) {
        guard !stopSignal.isGiven else { break }
        queue.add(round.notConnected(reason, at: clock.now()))
      } else {
        let request = ReadRequest(unit: unit.unit, block: unit.map.block)
        let outcome = wire.exchange(request, timeout: turn.patience, gap: unit.manners.gap)
        guard !stopSignal.isGiven else { break }
        queue.add(round.took(outcome, of: turn.unit, at: clock.now()))
      }
    }
    wire.close()
  }

  fileprivate func didEnd() {
    isRunning.store(false, ordering: .releasing)
    ended.open()
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

/// What the thread is given: the link, and the wire that only the thread touches.
private final class Start {
  private let link: MonitorLink
  private var wire: ModbusWire?

  init(link: MonitorLink, wire: consuming ModbusWire) {
    self.link = link
    self.wire = consume wire
  }

  static func run(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    if let wire = start.wire.take() { start.link.run(wire) }
    start.link.didEnd()
  }
}
