import CModbus
import Glibc
import MonitorProtocols
import Vitals

/// One link's connection: opened when it is needed, closed after every doubt.
struct ModbusWire: ~Copyable {
  /// How a connection comes to be.
  private enum Opener {
    case tcp(Dialler)
    case rtu(TtyOpener)
    case server(Dialler)
  }

  /// A device server may send what it kept from before the connection: so long nothing counts.
  private static let staleFor = Span.seconds(1)

  private let opener: Opener
  private let isSerial: Bool
  private let stop: StopSignal
  private let low: LowDescriptor
  private let context: OpaquePointer
  private var isOpen = false
  private var transaction: UInt16 = 0
  /// Nothing is sent before this, in monotonic milliseconds: the device needs the time, or a late
  /// reply must have passed on a serial line.
  private var quietUntil: Int64 = 0

  /// The low descriptor is reserved here, for the life of the link.
  init(_ address: LinkAddress, stop: StopSignal) throws(LinkError) {
    let low = try LowDescriptor()
    let made = address.isSerial ? modbus_context_rtu() : modbus_context_tcp()
    guard let made else { throw .system("modbus context", errorNumber: ENOMEM) }
    do throws(LinkError) {
      switch address {
      case .tcp(let host, let port):
        opener = .tcp(Dialler(lookup: try NameLookup(host: host, port: port), stop: stop))
      case .rtuOverTCP(let host, let port):
        opener = .server(Dialler(lookup: try NameLookup(host: host, port: port), stop: stop))
      case .rtu(let line): opener = .rtu(TtyOpener(line: line))
      }
    } catch {
      modbus_context_free(made)
      throw error
    }
    modbus_use(made, low.number)
    isSerial = address.isSerial
    self.stop = stop
    self.low = low
    context = made
  }

  deinit { modbus_context_free(context) }

  /// The descriptor that every connection of this link is put on.
  var descriptor: Int32 { low.number }

  /// Connects if there is no connection; the reason if that fails.
  mutating func open(settle: Span) -> String? {
    if isOpen, isStale() { close() }
    if isOpen { return nil }
    do throws(Dialler.Failure) {
      let fresh: Int32
      var settle = settle
      switch opener {
      case .tcp(let dialler): fresh = try dialler.dial()
      case .rtu(let tty):
        awaitQuiet()
        fresh = try tty.open()
      case .server(let dialler):
        awaitQuiet()
        fresh = try dialler.dial()
        settle = max(settle, Self.staleFor)
      }
      isOpen = low.take(fresh)
      keepQuiet(for: settle)
      return isOpen ? nil : errorText(errno)
    } catch {
      return error.reason
    }
  }

  /// Sends one request and waits for its reply. The connection must be open.
  mutating func exchange(_ request: ReadRequest, timeout: Span, gap: Span) -> PollOutcome {
    awaitQuiet()
    // What came while it was quiet answers nothing that is asked now.
    if isSerial { _ = drain() }
    let until = monotonicMilliseconds() + timeout.milliseconds
    let outcome = send(request) ?? receive(request, until: until)
    keepQuiet(for: gap)
    if !outcome.keepsConnection {
      close()
      if isSerial { keepQuiet(for: timeout * 2) }
    }
    return outcome
  }

  private mutating func keepQuiet(for span: Span) {
    quietUntil = max(quietUntil, monotonicMilliseconds() + span.milliseconds)
  }

  private func awaitQuiet() {
    _ = stop.wait(for: nil, milliseconds: quietUntil - monotonicMilliseconds())
  }

  /// Ends the connection; the descriptor stays reserved.
  mutating func close() {
    low.park()
    isOpen = false
  }

  /// Between two requests nothing may come: a waiting byte is a late or a foreign answer, and a
  /// closed connection is only seen by looking.
  private func isStale() -> Bool {
    isSerial ? !drain() : stop.wait(for: low.number, milliseconds: 0) == .ready
  }

  /// Throws away what waits to be read; false: the line is gone.
  private func drain() -> Bool {
    switch opener {
    case .tcp, .rtu: return tcflush(low.number, TCIFLUSH) == 0
    case .server:
      var waste = [UInt8](repeating: 0, count: Int(modbus_longest_frame))
      while true {
        let count = recv(low.number, &waste, waste.count, Int32(MSG_DONTWAIT))
        if count <= 0 { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      }
    }
  }

  private mutating func send(_ request: ReadRequest) -> PollOutcome? {
    let sent: Int
    if isSerial {
      sent = Int(modbus_send(context, request.body, Int32(request.body.count)))
    } else {
      transaction &+= 1
      let frame = request.frame(transaction: transaction)
      let count = Glibc.send(low.number, frame, frame.count, Int32(MSG_NOSIGNAL))
      sent = count == frame.count ? count : -Int(errno)
    }
    return sent > 0 ? nil : .unreachable(errorText(Int32(-sent)))
  }

  private func receive(_ request: ReadRequest, until: Int64) -> PollOutcome {
    switch stop.wait(for: low.number, milliseconds: until - monotonicMilliseconds()) {
    case .timeout: return .unreachable("no answer")
    case .stopped: return .unreachable("stopped")
    case .ready: break
    }
    var frame = [UInt8](repeating: 0, count: Int(modbus_longest_frame))
    let left = UInt32(clamping: max(1, until - monotonicMilliseconds()) * 1000)
    let count = modbus_await_reply(context, Int32(request.unit), left, &frame)
    guard count > 0 else { return failure(-count) }
    let received = Array(frame.prefix(Int(count)))
    // The checksum of a serial frame was right, and is not part of the body.
    return PollOutcome(
      isSerial
        ? ReadReply(body: received.dropLast(2), to: request)
        : ReadReply(frame: received, to: request, transaction: transaction))
  }

  private func failure(_ error: Int32) -> PollOutcome {
    switch error {
    case 0: .garbled("another unit's answer")
    case Int32(modbus_error_bad_crc): .garbled("bad checksum")
    case Int32(modbus_error_bad_data): .garbled("a frame that is too long")
    case ETIMEDOUT: .unreachable("no whole answer in time")
    case ECONNRESET: .unreachable("the connection was closed")
    case let other: .unreachable(errorText(other))
    }
  }
}
