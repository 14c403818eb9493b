import ArgumentParser
import Glibc
import Synchronization

/// Ends a command that runs until it is told to end, also when its terminal is closed: it tidies up
/// behind itself.
struct EndOfCommand {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// Where the handler writes; a handler may do little else.
  private static let writer = Atomic<Int32>(-1)

  /// Readable once the command is to end.
  let descriptor: Int32

  /// From now on none of these signals ends the process by itself.
  init() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      StandardError.tell("no pair of sockets can be had (\(String(cString: strerror(errno))))")
      throw ExitCode.unavailable
    }
    descriptor = ends[0]
    Self.writer.store(ends[1], ordering: .releasing)
    // Whoever started the program may have blocked them.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in Self.signals {
      sigaddset(&blocked, number)
      signal(number) { _ in
        var byte: UInt8 = 0
        write(EndOfCommand.writer.load(ordering: .acquiring), &byte, 1)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
  }
}
