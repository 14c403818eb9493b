import Glibc

/// Opens a serial line for this process alone.
struct TtyOpener {
  let line: SerialLine

  /// A descriptor with the line's settings; whoever gets it closes it.
  func open() throws(Dialler.Failure) -> Int32 {
    let descriptor = try claimed()
    do throws(Dialler.Failure) {
      try set(descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// A descriptor that no other process gets, with the settings that were found.
  func claimed() throws(Dialler.Failure) -> Int32 {
    let flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    let descriptor = Glibc.open(line.device, flags)
    guard descriptor >= 0 else {
      throw failure(errno == EBUSY ? "another program holds" : "open")
    }
    do throws(Dialler.Failure) {
      try claim(descriptor)
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

  /// Sets the line up, and looks whether it is.
  func set(_ descriptor: Int32) throws(Dialler.Failure) {
    guard let settings = TtySettings(line) else {
      throw Dialler.Failure(reason: "\(line.device) has no speed \(line.baud)")
    }
    var found = termios()
    guard tcgetattr(descriptor, &found) == 0 else { throw failure("read the settings of") }
    var asked = settings.asked(found)
    guard tcsetattr(descriptor, TCSANOW, &asked) == 0 else { throw failure("set up") }
    var taken = termios()
    guard tcgetattr(descriptor, &taken) == 0 else { throw failure("read the settings of") }
    let difference = settings.difference(
      asked: asked, set: taken, isPseudoTerminal: TtySettings.isPseudoTerminal(descriptor))
    if let difference { throw doesNotTake(difference) }
    try setLevel(line.dtr, Int32(TIOCM_DTR), "DTR", descriptor)
    try setLevel(line.rts, Int32(TIOCM_RTS), "RTS", descriptor)
    tcflush(descriptor, TCIOFLUSH)
  }

  /// Sets a modem line, if it is to be set; a line that has none says so.
  private func setLevel(
    _ level: SerialLine.Level?, _ bit: Int32, _ name: String, _ descriptor: Int32
  ) throws(Dialler.Failure) {
    guard let level else { return }
    var bits = bit
    let request = level == .on ? TIOCMBIS : TIOCMBIC
    guard ioctl(descriptor, UInt(request), &bits) == 0 else { throw doesNotTake(name) }
    var set: Int32 = 0
    guard ioctl(descriptor, UInt(TIOCMGET), &set) == 0,
      (set & bit != 0) == (level == .on)
    else { throw doesNotTake("\(name) \(level.rawValue)") }
  }

  private func doesNotTake(_ what: String) -> Dialler.Failure {
    Dialler.Failure(reason: "\(line.device) does not take \(what)")
  }

  private func failure(_ what: String) -> Dialler.Failure {
    Dialler.Failure(reason: "\(what) \(line.device): \(errorText(errno))")
  }
}
