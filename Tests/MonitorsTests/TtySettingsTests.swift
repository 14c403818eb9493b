import Glibc
import MonitorProtocols
import Testing

@testable import Monitors

/// What a line is set to, read back and compared.
@Suite struct TtySettingsTests {
  private let line = SerialLine(device: "/dev/ttyS0", baud: 19_200, parity: .even, stopBits: 2)

  private func difference(
    isPseudoTerminal: Bool = false, _ change: (inout termios) -> Void
  ) throws -> String? {
    let settings = try #require(TtySettings(line))
    let asked = settings.asked(termios())
    var set = asked
    change(&set)
    return settings.difference(asked: asked, set: set, isPseudoTerminal: isPseudoTerminal)
  }

  @Test func `a line that took all is as it was asked to be`() throws {
    #expect(try difference { _ in } == nil)
  }

  @Test func `whatever a line did not take is told`() throws {
    #expect(try difference { cfsetispeed(&$0, speed_t(B9600)) } == "the speed 19200")
    #expect(try difference { $0.c_cflag &= ~tcflag_t(PARENB) } == "the parity even")
    #expect(try difference { $0.c_cflag |= tcflag_t(PARODD) } == "the parity even")
    #expect(try difference { $0.c_cflag &= ~tcflag_t(CSTOPB) } == "2 stop bits")
    #expect(try difference { $0.c_cflag &= ~tcflag_t(CSIZE) } == "8 data bits")
    #expect(
      try difference { $0.c_cflag |= tcflag_t(CRTSCTS) } == "a handshake by RTS and CTS")
    #expect(try difference { $0.c_iflag |= tcflag_t(IXON) } == "raw bytes")
    #expect(try difference { $0.c_lflag |= tcflag_t(ECHO) } == "raw bytes")
  }

  @Test func `a pseudo-terminal has no parity, and is excused from nothing else`() throws {
    #expect(try difference(isPseudoTerminal: true) { $0.c_cflag &= ~tcflag_t(PARENB) } == nil)
    #expect(
      try difference(isPseudoTerminal: true) { $0.c_cflag &= ~tcflag_t(CSTOPB) } != nil)
  }

  @Test func `nothing of what a program before left behind stays`() throws {
    var found = termios()
    found.c_cflag = tcflag_t(CRTSCTS) | tcflag_t(CMSPAR | CS7 | PARENB | HUPCL)
    found.c_iflag = tcflag_t(IXON | IXOFF | IXANY | PARMRK | INPCK | ISTRIP)
    let plain = try #require(TtySettings(SerialLine(device: "/dev/ttyS0", baud: 9600)))
    let asked = plain.asked(found)
    #expect(asked.c_iflag == 0)
    #expect(asked.c_cflag & ~tcflag_t(CBAUD) == tcflag_t(CLOCAL | CREAD | CS8 | HUPCL))
  }

  @Test func `a line whose DTR is set keeps it when it is closed`() throws {
    var found = termios()
    found.c_cflag = tcflag_t(HUPCL)
    let line = SerialLine(device: "/dev/ttyS0", baud: 9600, dtr: .on)
    #expect(try #require(TtySettings(line)).asked(found).c_cflag & tcflag_t(HUPCL) == 0)
  }

  @Test func `a line without modem lines says that it does not take them`() throws {
    let pty = try Pty()
    for (line, word) in [
      (SerialLine(device: pty.path, baud: 9600, dtr: .on), "DTR"),
      (SerialLine(device: pty.path, baud: 9600, rts: .off), "RTS"),
    ] {
      let failure = #expect(throws: Dialler.Failure.self) { try TtyOpener(line: line).open() }
      #expect(failure?.reason == "\(pty.path) does not take \(word)")
    }
  }

  @Test func `a port that is listened to is nobody else's, and is set afterwards as before`() throws
  {
    let pty = try Pty()
    let before = try pty.settings()
    let line = SerialLine(device: pty.path, baud: 19_200)
    do {
      var port = try ListenedPort(.tty(line), stop: -1)
      try port.set(line)
      #expect(try pty.settings().c_lflag == 0)
      let failure = #expect(throws: Dialler.Failure.self) { try TtyOpener(line: line).open() }
      #expect(failure?.reason.hasPrefix("another program holds \(pty.path)") == true)
      pty.say([1, 2, 3])
      #expect(port.hear(milliseconds: 10_000) == .bytes([1, 2, 3]))
    }
    #expect(try pty.settings().c_lflag == before.c_lflag)
    #expect(try pty.settings().c_cflag == before.c_cflag)
  }
}

/// Both ends of a pseudo-terminal.
private final class Pty {
  struct Failure: Error {}

  /// TIOCSPTLCK and TIOCGPTN, which no Swift module shows.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  let path: String
  private let descriptor: Int32

  init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &locked) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw Failure() }
    path = "/dev/pts/\(number)"
  }

  deinit { close(descriptor) }

  func say(_ bytes: [UInt8]) { _ = write(descriptor, bytes, bytes.count) }

  /// Of a pseudo-terminal both ends have the same.
  func settings() throws -> termios {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { throw Failure() }
    return settings
  }
}
