import CModbus
import Glibc
import Synchronization
import Vitals

/// Why a simulated monitor cannot run: what, and what to do.
public struct SimulatedFailure: Error, Hashable, CustomStringConvertible {
  public var description: String
}

/// A simulated monitor's thread of its own, and the word that ends it.
final class SimulatedThread: Sendable {
  /// A thread that was told to end is waited for at most this long, in real milliseconds.
  private static let longestStop: Int32 = 1000

  /// A pair of sockets: once the one is shut down the other is readable for ever. The thread itself
  /// shuts its own down when it has ended.
  private let end: (give: Int32, watch: Int32)
  private let ended = Atomic(false)

  init() throws(SimulatedFailure) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw SimulatedFailure(description: "no socket for a simulated monitor")
    }
    end = (give: ends[0], watch: ends[1])
  }

  deinit {
    close(end.watch)
    close(end.give)
  }

  /// Runs a body on the thread.
  func start(_ body: @escaping @Sendable () -> Void) throws(SimulatedFailure) {
    let start = Unmanaged.passRetained(
      Body {
        body()
        _ = shutdown(self.end.watch, Int32(SHUT_WR))
      })
    let error = thread_start("simulated", { Body.run($0) }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw SimulatedFailure(description: "no thread for a simulated monitor")
    }
  }

  /// Readable once the thread is to end.
  var watched: Int32 { end.watch }
  /// Whether it is to end.
  var isEnding: Bool { ended.load(ordering: .acquiring) }

  /// Ends the thread, and waits until it has, for a bounded time.
  func stop() {
    guard !ended.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = shutdown(end.give, Int32(SHUT_WR))
    var watched = pollfd(fd: end.give, events: Int16(POLLIN), revents: 0)
    poll(&watched, 1, Self.longestStop)
  }

  /// Waits, unless the thread is to end.
  func rest(for span: Span) {
    var watched = pollfd(fd: end.watch, events: Int16(POLLIN), revents: 0)
    poll(&watched, 1, Int32(span.milliseconds))
  }

  /// What C carries to the thread.
  private final class Body: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    static func run(_ context: UnsafeMutableRawPointer?) {
      guard let context else { return }
      Unmanaged<Body>.fromOpaque(context).takeRetainedValue().body()
    }
  }
}
