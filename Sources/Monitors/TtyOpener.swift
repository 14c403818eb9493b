import Glibc

/// Opens a serial line for this process alone.
struct TtyOpener {
  let line: SerialLine

  /// A descriptor with the line's settings; whoever gets it closes it.
  func open() throws(Dialler.Failure) -> Int32 {
    let flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    let descriptor = Glibc.open(line.device, flags)
    guard descriptor >= 0 else { throw failure("open") }
    do throws(Dialler.Failure) {
      try claim(descriptor)
      try set(descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Two locks that do not see each other: other programs use the one or the other.
  private func claim(_ descriptor: Int32) throws(Dialler.Failure) {
    guard isatty(descriptor) == 1 else {
      throw Dialler.Failure(reason: "\(line.device) is no serial line")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw failure("another program holds") }
    guard ioctl(descriptor, UInt(TIOCEXCL)) == 0 else { throw failure("claim") }
  }

  private func set(_ descriptor: Int32) throws(Dialler.Failure) {
    guard let speed = Self.speed(line.baud) else {
      throw Dialler.Failure(reason: "\(line.device) has no speed \(line.baud)")
    }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { throw failure("read the settings of") }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    settings.c_cflag &= ~tcflag_t(PARENB | PARODD | CSTOPB | CSIZE)
    settings.c_cflag |= tcflag_t(CS8)
    switch line.parity {
    case .none: break
    case .even: settings.c_cflag |= tcflag_t(PARENB)
    case .odd: settings.c_cflag |= tcflag_t(PARENB | PARODD)
    }
    if line.hasHandshake { settings.c_cflag |= tcflag_t(CRTSCTS) }
    if line.stopBits == 2 { settings.c_cflag |= tcflag_t(CSTOPB) }
    cfsetispeed(&settings, speed)
    cfsetospeed(&settings, speed)
    guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else { throw failure("set up") }
    // The call succeeds if anything at all could be set.
    var set = termios()
    guard tcgetattr(descriptor, &set) == 0, cfgetispeed(&set) == speed else {
      throw Dialler.Failure(reason: "\(line.device) does not take the speed \(line.baud)")
    }
    tcflush(descriptor, TCIOFLUSH)
  }

  private func failure(_ what: String) -> Dialler.Failure {
    Dialler.Failure(reason: "\(what) \(line.device): \(errorText(errno))")
  }

  private static func speed(_ baud: Int) -> speed_t? {
    let speeds: [Int: Int32] = [
      1200: B1200, 2400: B2400, 4800: B4800, 9600: B9600, 19200: B19200, 38400: B38400,
      57600: B57600, 115200: B115200, 230400: B230400, 460800: B460800, 921600: B921600,
    ]
    return speeds[baud].map(speed_t.init)
  }
}
