import CModbus
import Synchronization
import Vitals

/// A link's thread of its own: started once, told to end, and watched for coming round.
final class LinkThread: Sendable {
  /// A thread that was told to end is waited for at most this long.
  static let longestStop = Duration.seconds(1)

  let stopSignal: StopSignal
  let pulse: LinkPulse
  private let ended = Gate()
  private let isStopping = Atomic(false)
  private let isRunning = Atomic(true)

  init(_ clock: LinkClock) throws(LinkError) {
    pulse = LinkPulse(clock)
    stopSignal = try StopSignal()
  }

  /// Runs a body, which alone has the wire from now on.
  func start<Wire: ~Copyable>(
    _ name: String, _ wire: consuming Wire, _ body: @escaping @Sendable (consuming Wire) -> Void
  ) throws(LinkError) {
    let start = Unmanaged.passRetained(Start(self, wire, body) as ThreadBody)
    let error = thread_start(name, { ThreadBody.run($0) }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw .system("thread", errorNumber: -error)
    }
  }

  /// Whether it has ended.
  var hasEnded: Bool { !isRunning.load(ordering: .acquiring) }

  /// Ends it and waits until it has, at most `longestStop`.
  ///
  /// - Parameter wake: wakes it from where the signal does not reach it.
  func stop(wake: () -> Void = {}) async {
    if !isStopping.exchange(true, ordering: .acquiringAndReleasing) {
      wake()
      stopSignal.give()
    }
    let bound = Task {
      try? await Task.sleep(for: Self.longestStop)
      ended.open()
    }
    await ended.wait()
    bound.cancel()
  }

  fileprivate func didEnd() {
    isRunning.store(false, ordering: .releasing)
    ended.open()
  }
}

/// What a thread is given: C knows no wires.
private class ThreadBody {
  func run() {}

  static func run(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
  }
}

private final class Start<Wire: ~Copyable>: ThreadBody {
  private let thread: LinkThread
  private var wire: Wire?
  private let body: @Sendable (consuming Wire) -> Void

  init(
    _ thread: LinkThread, _ wire: consuming Wire,
    _ body: @escaping @Sendable (consuming Wire) -> Void
  ) {
    self.thread = thread
    self.wire = consume wire
    self.body = body
  }

  override func run() {
    if let wire = wire.take() { body(wire) }
    thread.didEnd()
  }
}
