import Glibc

/// Where a simulated device is connected.
public enum SimulatedPort: Sendable {
  /// A pseudo-terminal that is made for it; a link in the file system always leads to the present
  /// one, since after a pulled plug it has another number.
  case pty(link: String)
  /// A serial line of this machine; whoever opens it sets its speed.
  case tty(path: String, open: @Sendable () throws -> Int32)
  /// A serial device server with room for one connection.
  case tcp(host: String, port: UInt16)
}

/// The device's end of its connection; whoever has it pulls the plug out in the end.
struct SimulatedPortEnd: Sendable {
  /// The most bytes that are read at once.
  private static let chunk = 4096
  private static let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

  private let port: SimulatedPort
  /// Of a server; -1 while it is unplugged, and for lines.
  private var listener: Int32 = -1
  /// Of the line or of the one connection; -1: there is none.
  private var line: Int32 = -1
  /// The port of a server, once it is known.
  private var tcpPort: UInt16

  /// An end that is connected to nothing yet.
  init(_ port: SimulatedPort) {
    self.port = port
    tcpPort = if case .tcp(_, let port) = port { port } else { 0 }
  }

  var isPlugged: Bool { line >= 0 || listener >= 0 }

  /// As a configuration names it: a path, or a host and its port.
  var place: String {
    switch port {
    case .pty(let link): link
    case .tty(let path, _): path
    case .tcp(let host, _): "\(host):\(tcpPort)"
    }
  }

  /// Connects it.
  mutating func plug() throws {
    guard !isPlugged else { return }
    switch port {
    case .pty(let link): line = try PseudoTerminal.open(link: link)
    case .tty(_, let open): line = try open()
    case .tcp(let host, _):
      (listener, tcpPort) = try SimulatedListener.listen(host: host, port: tcpPort)
    }
  }

  /// Pulls the plug out.
  mutating func unplug() {
    // The other end hears of it also where a child process of others has the connection, too.
    if case .tcp = port { shutdown(line, Int32(SHUT_RDWR)) }
    for descriptor in [listener, line] where descriptor >= 0 { close(descriptor) }
    (listener, line) = (-1, -1)
    if case .pty(let link) = port { unlink(link) }
  }

  /// Waits for bytes or a connection, at most this long or until the other descriptor is readable,
  /// and gives what came.
  mutating func hear(until other: Int32, milliseconds: Int32) -> [UInt8] {
    // A pty that nobody has opened says so at once, again and again.
    let line = isHeard ? line : -1
    var watched = [other, listener, line].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&watched, 3, milliseconds) > 0 else { return [] }
    if watched[1].revents != 0 { admit() }
    return watched[2].revents != 0 ? read() : []
  }

  /// Sends what somebody can hear; what the line does not take is lost, as on any line.
  mutating func send(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, isHeard else { return }
    switch port {
    case .pty, .tty: _ = write(line, bytes, bytes.count)
    case .tcp: _ = Glibc.send(line, bytes, bytes.count, Self.flags)
    }
  }

  private var isHeard: Bool {
    guard line >= 0 else { return false }
    guard case .pty = port else { return true }
    var look = pollfd(fd: line, events: 0, revents: 0)
    return poll(&look, 1, 0) == 0
  }

  private mutating func admit() {
    guard let connection = SimulatedListener.accept(from: listener) else { return }
    if line >= 0 { close(connection) } else { line = connection }
  }

  private mutating func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    let count = Glibc.read(line, &buffer, buffer.count)
    if count > 0 { return Array(buffer.prefix(count)) }
    switch port {
    // Whoever had it open has gone.
    case .pty: break
    case .tty where count < 0 && (errno == EAGAIN || errno == EINTR): break
    case .tty, .tcp:
      close(line)
      line = -1
    }
    return []
  }
}
