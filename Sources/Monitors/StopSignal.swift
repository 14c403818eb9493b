import Glibc
import Synchronization

/// Tells a link's thread to end, wherever it waits.
final class StopSignal: Sendable {
  /// What a wait ended with.
  enum Waited: Hashable {
    case ready
    case timeout
    case stopped
  }

  /// A pair of sockets: once the one is shut down the other is readable for ever.
  private let pair: (give: Int32, watch: Int32)
  private let given = Atomic(false)

  /// A signal that is not given yet.
  init() throws(LinkError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw .system("socketpair", errorNumber: errno)
    }
    pair = (give: ends[0], watch: ends[1])
  }

  deinit {
    close(pair.give)
    close(pair.watch)
  }

  /// Whether the thread has to end.
  var isGiven: Bool { given.load(ordering: .acquiring) }

  /// Gives the signal.
  func give() {
    given.store(true, ordering: .releasing)
    _ = shutdown(pair.give, Int32(SHUT_RDWR))
  }

  /// Waits for events on another descriptor (none if nil), at most this many milliseconds.
  func wait(for other: Int32?, events: Int32 = POLLIN, milliseconds: Int64) -> Waited {
    let until = monotonicMilliseconds() + max(0, milliseconds)
    while !isGiven {
      var watched = [pollfd(fd: pair.watch, events: Int16(POLLIN), revents: 0)]
      if let other { watched.append(pollfd(fd: other, events: Int16(events), revents: 0)) }
      let left = max(0, until - monotonicMilliseconds())
      let count = poll(&watched, nfds_t(watched.count), Int32(clamping: left))
      if count > 0, watched[0].revents == 0 { return .ready }
      if count == 0, monotonicMilliseconds() >= until { return .timeout }
      if count < 0, errno != EINTR { return .timeout }
    }
    return .stopped
  }
}

/// Milliseconds on a clock that nobody sets.
func monotonicMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
