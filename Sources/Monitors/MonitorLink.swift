import CModbus
import MonitorProtocols
import Synchronization
public import Vitals

/// One link and the thread of its own that polls every unit on it.
///
/// libmodbus blocks; here it blocks nobody else. What this link meets the others do not notice.
public final class MonitorLink: Sendable {
  /// A link that was told to stop is waited for at most this long; resolving a name can take
  /// longer, and then the thread ends by itself.
  public static let longestStop = Duration.seconds(1)

  private let plan: LinkPlan
  private let clock: LinkClock
  private let queue: ReportQueue
  private let stopSignal: StopSignal
  private let ended = Gate()
  private let isStopping = Atomic(false)
  private let isRunning = Atomic(true)
  /// The moment of the last turn of the thread's loop, in milliseconds.
  private let turnedAt: Atomic<Int64>

  /// Starts the thread; from now on the queue is told what the monitors say.
  public init(_ plan: LinkPlan, clock: LinkClock, queue: ReportQueue) throws(LinkError) {
    self.plan = plan
    self.clock = clock
    self.queue = queue
    stopSignal = try StopSignal()
    turnedAt = Atomic(clock.now().milliseconds)
    let wire = try ModbusWire(plan.address, stop: stopSignal)
    lowDescriptor = wire.descriptor
    let start = Unmanaged.passRetained(Start(link: self, wire: wire))
    let error = thread_start(plan.name, { Start.run($0) }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw .system("thread", errorNumber: -error)
    }
  }

  /// When the thread last came round: it does so within a poll and its time-outs.
  public var lastTurn: Moment { Moment(milliseconds: turnedAt.load(ordering: .relaxed)) }

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
    var round = LinkRound(plan, from: clock.now())
    while true {
      turnedAt.store(clock.now().milliseconds, ordering: .relaxed)
      let next = round.next
      let wait = clock.realMilliseconds(until: next.at)
      guard stopSignal.wait(for: nil, milliseconds: wait) == .timeout else { break }
      let unit = plan.units[next.unit]
      if let reason = wire.open(settle: unit.manners.settle) {
        guard !stopSignal.isGiven else { break }
        queue.add(round.notConnected(reason, at: clock.now()))
      } else {
        let request = ReadRequest(unit: unit.unit, block: unit.map.block)
        let outcome = wire.exchange(
          request, timeout: unit.timeout, unit.manners)
        guard !stopSignal.isGiven else { break }
        queue.add(round.took(outcome, of: next.unit, at: clock.now()))
      }
    }
    wire.close()
  }

  fileprivate func didEnd() {
    isRunning.store(false, ordering: .releasing)
    ended.open()
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
