public import Vitals

/// A simulated monitor on a line: a pseudo-terminal, a tty, or a serial device server.
///
/// Of all that is sent to it, it answers what a master may ask, and nothing else.
public final class SimulatedSerialMonitor: Sendable {
  /// It comes round at least this often, in real milliseconds: faults come and go by themselves.
  private static let longestWait: Int64 = 50
  /// A port that could not be had is tried again after this time.
  private static let retryAfter = Span.milliseconds(500)

  /// Where it is, as a configuration names it.
  public let place: String
  private let plan: Plan
  private let thread: SimulatedThread

  /// What it is, and what happens to it.
  public struct Plan: Sendable {
    /// Modbus TCP has a server of its own, `SimulatedMonitor`.
    public var speaks: SimulatedProtocol
    /// What it says that it is; nil: its maker's usual words.
    public var identity: String?
    /// How many units there are on a Modbus line.
    public var units: Int
    public var clock: SimulatedClock
    /// What goes wrong.
    public var faults: @Sendable () -> SimulatedFaults
    /// What a unit shows after so long.
    public var face: @Sendable (_ unit: Int, _ on: Span) -> ShownVitals

    /// A monitor that is well unless faults are given.
    public init(
      _ speaks: SimulatedProtocol, identity: String? = nil, units: Int = 1, clock: SimulatedClock,
      faults: @escaping @Sendable () -> SimulatedFaults = { SimulatedFaults() },
      face: @escaping @Sendable (_ unit: Int, _ on: Span) -> ShownVitals
    ) {
      self.speaks = speaks
      self.identity = identity
      self.units = units
      self.clock = clock
      self.faults = faults
      self.face = face
    }
  }

  /// Connects it to its port; from now on it speaks.
  public init(_ plan: Plan, on port: SimulatedPort) throws {
    self.plan = plan
    thread = try SimulatedThread()
    var end = SimulatedPortEnd(port)
    try end.plug()
    place = end.place
    do throws(SimulatedFailure) {
      try thread.start { [self, end] in run(end) }
    } catch {
      end.unplug()
      throw error
    }
  }

  /// Ends it, and pulls it out of its port.
  public func stop() { thread.stop() }

  private func run(_ plugged: SimulatedPortEnd) {
    var end = plugged
    defer { end.unplug() }
    guard var device = plan.device() else { return }
    device.plug(at: plan.clock.on())
    while !thread.isEnding {
      let faults = plan.faults()
      if faults.has(.unplug, at: plan.clock.on()) {
        if end.isPlugged { end.unplug() }
        thread.rest(for: .milliseconds(Self.longestWait))
        continue
      }
      if !end.isPlugged {
        guard (try? end.plug()) != nil else {
          thread.rest(for: Self.retryAfter)
          continue
        }
        device.plug(at: plan.clock.on())
      }
      let heard = end.hear(until: thread.watched, milliseconds: wait(for: device))
      let on = plan.clock.on()
      if !heard.isEmpty { device.hear(heard, at: on, faults) }
      end.send(device.take(at: on, faults))
    }
  }

  private func wait(for device: any SimulatedDevice) -> Int32 {
    guard let due = device.due else { return Int32(Self.longestWait) }
    let left = Double((due - plan.clock.on()).milliseconds) / plan.clock.speed
    return Int32(max(0, min(Double(Self.longestWait), left.rounded(.up))))
  }
}

/// The clock of a simulated device.
public struct SimulatedClock: Sendable {
  /// How long the device has been on.
  public var on: @Sendable () -> Span
  /// How many times faster than real time it runs; above 0.
  public var speed: Double

  /// A clock and its speed.
  public init(speed: Double = 1, on: @escaping @Sendable () -> Span) {
    self.on = on
    self.speed = speed
  }
}

extension SimulatedSerialMonitor.Plan {
  /// nil if the system has no memory or descriptors for it.
  fileprivate func device() -> (any SimulatedDevice)? {
    let lateness = Double(SimulatedFault.lateness.milliseconds) * clock.speed
    let late = Span.milliseconds(Int64(lateness))
    switch speaks {
    case .modbusTCP: return nil
    case .modbusRTU: return SimulatedRTUDevice(units: units, lateness: late, face: face)
    case .serial(let language):
      return SimulatedSerialDevice(language, identity: identity, lateness: late) { [face] on in
        face(1, on)
      }
    }
  }
}
