import Glibc
import Synchronization

/// A pseudo-terminal as a serial line; the test is the monitor at its other end.
public final class PseudoTerminal: Sendable {
  /// There is none to be had.
  public struct Failure: Error {}

  /// TIOCSPTLCK and TIOCGPTN, which no Swift module shows.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// Where a program opens the line.
  public let path: String
  private let descriptor: Int32
  private let heard = Mutex<[UInt8]>([])

  /// A line that carries every byte as it is.
  public init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &locked) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw Failure() }
    path = "/dev/pts/\(number)"
    // A terminal repeats what it hears; a monitor does not.
    var settings = termios()
    tcgetattr(descriptor, &settings)
    cfmakeraw(&settings)
    tcsetattr(descriptor, TCSANOW, &settings)
  }

  /// Says something, as far as there is room.
  public func write(_ bytes: [UInt8]) { _ = Glibc.write(descriptor, bytes, bytes.count) }

  /// Everything that came so far.
  public func received() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    return heard.withLock { heard in
      if count > 0 { heard += buffer.prefix(count) }
      return heard
    }
  }

  /// The adapter is pulled out.
  public func hangUp() { close(descriptor) }
}
