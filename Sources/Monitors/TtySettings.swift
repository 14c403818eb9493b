import Glibc

/// What a serial line is set to: raw bytes, and nothing that a program before left behind.
struct TtySettings {
  /// Major device numbers of pseudo-terminals (Linux, Documentation/admin-guide/devices.txt).
  private static let pseudoTerminals: ClosedRange<UInt64> = 136...143

  private let line: SerialLine
  private let speed: speed_t

  /// nil: no line has such a speed.
  init?(_ line: SerialLine) {
    guard let speed = Self.speed(line.baud) else { return nil }
    self.line = line
    self.speed = speed
  }

  /// The settings to ask for, made of those that were found.
  func asked(_ found: termios) -> termios {
    var asked = found
    cfmakeraw(&asked)
    // Nothing is made of a byte that came, whatever it is or was damaged by: no flow control by
    // 0x11 and 0x13, no mark for a wrong parity that would double 0xFF, no byte left out.
    (asked.c_iflag, asked.c_oflag, asked.c_lflag) = (0, 0, 0)
    var control = tcflag_t(CLOCAL | CREAD | CS8)
    switch line.parity {
    case .none: break
    case .even: control |= tcflag_t(PARENB)
    case .odd: control |= tcflag_t(PARENB | PARODD)
    }
    if line.hasHandshake { control |= tcflag_t(CRTSCTS) }
    if line.stopBits == 2 { control |= tcflag_t(CSTOPB) }
    // Whoever sets DTR wants it to stay: a monitor may be powered by it, or begin anew with it.
    if line.dtr == nil { control |= found.c_cflag & tcflag_t(HUPCL) }
    asked.c_cflag = control
    cfsetispeed(&asked, speed)
    cfsetospeed(&asked, speed)
    return asked
  }

  /// What of these the line did not take; nil: it took all. The call that sets them succeeds if
  /// anything at all could be set.
  ///
  /// - Parameter isPseudoTerminal: it has no parity, and the kernel drops that bit. Everything else
  ///   is kept, and compared.
  func difference(asked: termios, set: termios, isPseudoTerminal: Bool) -> String? {
    var (asked, set) = (asked, set)
    guard cfgetispeed(&set) == speed, cfgetospeed(&set) == speed else {
      return "the speed \(line.baud)"
    }
    let changed = asked.c_cflag ^ set.c_cflag
    func differs(_ bits: tcflag_t) -> Bool { changed & bits != 0 }
    if !isPseudoTerminal, differs(tcflag_t(PARENB | PARODD | CMSPAR)) {
      return "the parity \(line.parity.rawValue)"
    }
    if differs(tcflag_t(CSIZE)) { return "8 data bits" }
    if differs(tcflag_t(CSTOPB)) { return line.stopBits == 1 ? "1 stop bit" : "2 stop bits" }
    if differs(tcflag_t(CRTSCTS)) { return "a handshake by RTS and CTS" }
    let isRaw =
      set.c_iflag == 0 && set.c_oflag & tcflag_t(OPOST) == 0
      && set.c_lflag & tcflag_t(ECHO | ICANON | ISIG | IEXTEN) == 0
    guard isRaw, !differs(tcflag_t(CLOCAL | CREAD | HUPCL)) else { return "raw bytes" }
    return nil
  }

  /// Whether the other end is a program: such a line has neither parity nor modem lines.
  static func isPseudoTerminal(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    return pseudoTerminals.contains(UInt64(status.st_rdev) >> 8 & 0xFFF)
  }

  private static func speed(_ baud: Int) -> speed_t? {
    let speeds: [Int: Int32] = [
      1200: B1200, 2400: B2400, 4800: B4800, 9600: B9600, 19200: B19200, 38400: B38400,
      57600: B57600, 115200: B115200, 230400: B230400, 460800: B460800, 921600: B921600,
    ]
    return speeds[baud].map(speed_t.init)
  }
}
