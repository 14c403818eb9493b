import Glibc

/// A pseudo-terminal whose master is the device's end.
enum PseudoTerminal {
  /// TIOCSPTLCK and TIOCGPTN, which no Swift module shows.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// Makes one, to which a link leads from now on; whoever gets the master closes it.
  static func open(link: String) throws(SimulatedFailure) -> Int32 {
    let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard master >= 0, ioctl(master, setLock, &locked) == 0, ioctl(master, getNumber, &number) == 0
    else {
      if master >= 0 { close(master) }
      throw failure("no pseudo-terminal can be made")
    }
    let path = "/dev/pts/\(number)"
    do throws(SimulatedFailure) {
      try setUp(path)
      unlink(link)
      guard symlink(path, link) == 0 else { throw failure("\(link) cannot be made") }
      return master
    } catch {
      close(master)
      throw error
    }
  }

  /// A terminal repeats what it hears, and a monitor does not. Once it was opened and closed, its
  /// master knows that nobody has it.
  private static func setUp(_ path: String) throws(SimulatedFailure) {
    let slave = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw failure("\(path) cannot be opened") }
    var settings = termios()
    tcgetattr(slave, &settings)
    cfmakeraw(&settings)
    tcsetattr(slave, TCSANOW, &settings)
    close(slave)
  }

  private static func failure(_ what: String) -> SimulatedFailure {
    SimulatedFailure(description: "\(what) (\(String(cString: strerror(errno))))")
  }
}
