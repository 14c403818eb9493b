import MonitorProtocols
import Monitors
import Station
import Vitals

/// Listens to a port as a probe wants it, and tells what it tries.
struct ProbeListening: ~Copyable {
  /// Line errors are counted, and time looked at, at least so often, in milliseconds.
  private static let longestWait: Int64 = 200

  private let address: StreamAddress
  private let timebase = SystemTimebase()
  private var port: ListenedPort
  private var probe: PortProbe
  private var isOver = false

  init(_ address: StreamAddress, asks: Bool, end: Int32) throws(ListenedPort.Failure) {
    self.address = address
    port = try ListenedPort(address, stop: end)
    switch address {
    case .tcp: probe = PortProbe(deviceServer: asks, at: timebase.now)
    case .tty(let line):
      probe = PortProbe(
        usual: SerialLanguage.allCases.map { ($0, SerialLine(line.device, of: $0)) }, asks: asks,
        at: timebase.now)
    }
  }

  /// What came of it; nil: it was ended before.
  var verdict: ProbeVerdict? { isOver ? probe.verdict : nil }

  /// Tries everything until all is known, or until it is told to end.
  mutating func run() throws(ListenedPort.Failure) {
    StandardError.tell(
      "\(address.words): listening, at most \(Int(probe.atMost.seconds)) s; Ctrl-C ends it")
    while let attempt = probe.attempt {
      StandardError.tell(Self.words(attempt))
      guard set(attempt.line) else {
        probe.skip(at: timebase.now)
        continue
      }
      probe.begin(at: timebase.now)
      let requests = attempt.asks?.requests
      send(requests?.opening)
      guard try listen(attempt, requests) else { return }
      send(requests?.closing)
    }
    isOver = true
  }

  /// Listens until the attempt is over; false: it was told to end.
  private mutating func listen(
    _ attempt: ProbeAttempt, _ requests: SerialRequests?
  ) throws(ListenedPort.Failure) -> Bool {
    var polls = 0
    var pollAt = requests?.pollEvery.map { _ in timebase.now }
    while probe.attempt == attempt {
      if let at = pollAt, let requests, let every = requests.pollEvery, timebase.now >= at {
        send([requests.polls[polls % requests.polls.count]])
        polls += 1
        pollAt = at + every
      }
      switch port.hear(milliseconds: Self.longestWait) {
      case .bytes(let bytes): probe.took(bytes, lineErrors: port.lineErrors, at: timebase.now)
      case .nothing: probe.look(at: timebase.now)
      case .gone(let reason): throw ListenedPort.Failure(reason: reason)
      case .stopped:
        send(requests?.closing)
        return false
      }
    }
    return true
  }

  /// Sets the line up; false if the adapter has no such setting.
  private mutating func set(_ line: SerialLine?) -> Bool {
    guard let line else { return true }
    do throws(ListenedPort.Failure) {
      try port.set(line)
      return true
    } catch {
      StandardError.tell("\(error.reason); left out")
      return false
    }
  }

  private mutating func send(_ requests: [SerialRequest]?) {
    for request in requests ?? [] where !port.send(request) {
      StandardError.tell("\(address.words): a request could not be sent; only listening")
    }
  }

  private static func words(_ attempt: ProbeAttempt) -> String {
    let place = attempt.line.map { "at \($0.words)" } ?? "as the device server is set"
    guard let asks = attempt.asks else { return "listening \(place)" }
    return "asking for values as a \(asks.rawValue) monitor wants it, \(place)"
  }
}
