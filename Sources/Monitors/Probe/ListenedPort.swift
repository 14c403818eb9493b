import Glibc
public import MonitorProtocols

/// A port that a person listens to for a while. It is this process's alone until it is closed, and
/// then set as it was found.
public struct ListenedPort: ~Copyable {
  /// Why it cannot be listened to.
  public struct Failure: Error {
    public var reason: String

    /// A failure and its reason, in words.
    public init(reason: String) { self.reason = reason }
  }

  private let descriptor: Int32
  private let address: StreamAddress
  private let stop: Int32
  /// As the line was found; nil: it is a connection.
  private var found: termios?
  /// What the line had counted when it was set up last; nil: it does not count.
  private var errorsBefore: Int?

  /// Opens a port; whatever waits for it ends when `stop` is readable.
  public init(_ address: StreamAddress, stop: Int32) throws(Failure) {
    self.address = address
    self.stop = stop
    do {
      switch address {
      case .tty(let line):
        descriptor = try TtyOpener(line: line).claimed()
        var settings = termios()
        found = tcgetattr(descriptor, &settings) == 0 ? settings : nil
      case .tcp(let host, let port):
        let lookup = try NameLookup(host: host, port: port)
        descriptor = try Dialler(lookup: lookup, stop: StopSignal()).dial()
      }
    } catch let error as Dialler.Failure {
      switch address {
      case .tty: throw Failure(reason: error.reason)
      case .tcp: throw Failure(reason: "\(address.words): \(error.reason)")
      }
    } catch {
      throw Failure(reason: "\(address.words): \(error)")
    }
  }

  deinit {
    if var found { tcsetattr(descriptor, TCSANOW, &found) }
    close(descriptor)
  }

  /// Sets the line, and forgets what came before; of a device server nothing can be set.
  public mutating func set(_ line: SerialLine) throws(Failure) {
    guard found != nil else { return }
    do throws(Dialler.Failure) {
      try TtyOpener(line: line).set(descriptor)
    } catch {
      throw Failure(reason: error.reason)
    }
    errorsBefore = countedErrors
  }

  /// Waits for bytes, at most this long.
  public mutating func hear(milliseconds: Int64) -> HeardBytes {
    var watched = [
      pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&watched, nfds_t(watched.count), Int32(clamping: max(0, milliseconds)))
    guard count > 0 else { return .nothing }
    guard watched[0].revents == 0 else { return .stopped }
    return HeardBytes(of: descriptor, at: address)
  }

  /// Sends a request; false if the port does not take it whole.
  public mutating func send(_ request: SerialRequest) -> Bool {
    address.send(request.bytes, to: descriptor) == request.bytes.count
  }

  /// Bytes that the line calls damaged, since it was set up; nil: it does not count them.
  public var lineErrors: Int? {
    guard let errorsBefore, let countedErrors else { return nil }
    return max(0, countedErrors - errorsBefore)
  }

  /// Bytes without a stop bit, of wrong parity, or that came too fast, and breaks, since the line
  /// is there: serial_icounter_struct of linux/serial.h, 20 numbers.
  private var countedErrors: Int? {
    var counters = [Int32](repeating: 0, count: 20)
    guard found != nil, ioctl(descriptor, UInt(TIOCGICOUNT), &counters) == 0 else { return nil }
    return counters[6...9].reduce(0) { $0 + Int($1) }
  }
}
