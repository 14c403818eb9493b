import MonitorProtocols
public import Vitals

/// A monitor that speaks for itself, and the thread of its own that listens to it.
///
/// What this link meets the others do not notice.
public final class StreamLink: Sendable {
  /// It comes round at least this often, in real milliseconds.
  private static let longestWait: Int64 = 1000
  /// So long bytes gather before they are read, in real milliseconds: some lines bring a few of
  /// them hundreds of times a second. A line of 921,600 bits a second fills half of the kernel's
  /// 4 KiB.
  private static let gathersFor: Int64 = 20

  /// What the link was started with.
  public let plan: StreamPlan
  private let clock: LinkClock
  private let queue: ReportQueue
  private let hear: ByteListener?
  private let thread: LinkThread

  /// Starts the thread; from now on the queue is told what the monitor says.
  ///
  /// - Parameter hear: whoever wants the bytes as well.
  public init(
    _ plan: StreamPlan, clock: LinkClock, queue: ReportQueue, hear: ByteListener? = nil
  ) throws(LinkError) {
    self.plan = plan
    self.clock = clock
    self.queue = queue
    self.hear = hear
    thread = try LinkThread(clock)
    let wire = try StreamWire(plan.address, stop: thread.stopSignal)
    try thread.start(plan.name, wire) { [self] wire in run(wire) }
  }

  /// Whether the thread has not come round by the moment that it gave itself.
  public func isLate(at now: Moment) -> Bool { thread.pulse.isLate(at: now) }

  /// Ends the thread and waits until it has, for a bounded time.
  public func stop() async { await thread.stop() }

  private func run(_ wire: consuming StreamWire) {
    var watch = StreamWatch(plan)
    var requests = RequestClock(plan.monitor.language.requests)
    var backOff = BackOff(atMost: plan.address.longestRest)
    while !thread.stopSignal.isGiven {
      if !wire.isOpen { open(&wire, &watch, &requests) }
      if wire.isOpen { listen(&wire, &watch, &requests, &backOff) }
      // A server that takes a connection and ends it at once is left alone for a while, too.
      if !wire.isOpen { rest(&backOff) }
    }
    for request in plan.monitor.language.requests.closing where wire.isOpen {
      _ = wire.send(request.bytes)
    }
    wire.close()
  }

  private func open(
    _ wire: inout StreamWire, _ watch: inout StreamWatch, _ requests: inout RequestClock
  ) {
    thread.pulse.beat(within: .milliseconds(NameLookup.milliseconds + Dialler.milliseconds))
    if let reason = wire.open() { return tell(watch.gone(reason)) }
    watch.opened(at: clock.now())
    send(requests.opened(at: clock.now()), &wire, &watch, &requests)
  }

  private func rest(_ backOff: inout BackOff) {
    var generator = SystemRandomNumberGenerator()
    let wait = backOff.failed(by: &generator)
    thread.pulse.beat(within: wait)
    _ = thread.stopSignal.wait(for: nil, milliseconds: wait.milliseconds)
  }

  private func listen(
    _ wire: inout StreamWire, _ watch: inout StreamWatch, _ requests: inout RequestClock,
    _ backOff: inout BackOff
  ) {
    let now = clock.now()
    let due = [watch.deadline, requests.due].compactMap(\.self).min()
    let wait = due.map { max(0, clock.realMilliseconds(until: $0)) } ?? Self.longestWait
    thread.pulse.beat(within: .milliseconds(Self.longestWait))
    switch wire.hear(milliseconds: min(wait, Self.longestWait)) {
    case .bytes(let bytes):
      hear?(bytes, clock.now())
      let news = watch.took(bytes, at: clock.now())
      if watch.isUnderstood {
        backOff.answered()
        requests.heard(at: now)
      }
      tell(news)
      _ = thread.stopSignal.wait(for: nil, milliseconds: Self.gathersFor)
    case .nothing: tell(watch.look(at: clock.now()))
    case .gone(let reason):
      requests.closed()
      tell(watch.gone(reason))
    case .stopped: return
    }
    if wire.isOpen { send(requests.take(at: clock.now()), &wire, &watch, &requests) }
  }

  private func send(
    _ due: [SerialRequest], _ wire: inout StreamWire, _ watch: inout StreamWatch,
    _ requests: inout RequestClock
  ) {
    for request in due where wire.isOpen {
      guard let reason = wire.send(request.bytes) else { continue }
      requests.closed()
      tell(watch.gone(reason))
    }
  }

  private func tell(_ news: [MonitorReport.News]) {
    let now = clock.now()
    queue.add(
      news.map {
        MonitorReport(
          monitor: plan.monitor.monitor, bed: plan.monitor.bed, at: now, news: $0)
      })
  }
}

extension StreamAddress {
  /// What is plugged in again is found within this time: to look for a line costs nothing, and some
  /// monitors need two seconds more to be believed. A device server is called less often.
  fileprivate var longestRest: Span {
    switch self {
    case .tty: .milliseconds(100)
    case .tcp: .milliseconds(900)
    }
  }
}
