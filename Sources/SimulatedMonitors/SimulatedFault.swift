public import Vitals

/// Something that goes wrong with a simulated monitor, from a time on and for a while.
public struct SimulatedFault: Hashable, Sendable {
  /// What can go wrong.
  public enum Kind: String, CaseIterable, Sendable {
    /// The adapter is pulled out: nobody is there.
    case unplug
    /// The line stands, and nothing comes.
    case silence
    /// Bytes come that are of another speed or protocol.
    case garbage
    /// Frames come whose checksums are wrong.
    case wrongChecksum = "wrong-checksum"
    /// Answers come after the time that a master waits for them.
    case late
    /// The monitor's face stands still, its heartbeat and its clock with it.
    case frozen
    /// The probe is off the finger.
    case sensorOff = "sensor-off"
  }

  /// How late an answer is, in real time.
  public static let lateness = Span.milliseconds(900)

  public var kind: Kind
  /// When it begins, counted from being switched on.
  public var from: Span
  /// How long it lasts; nil: until somebody mends it.
  public var length: Span?

  /// Something that goes wrong.
  public init(_ kind: Kind, from: Span, length: Span? = nil) {
    self.kind = kind
    self.from = from
    self.length = length
  }

  /// Whether it is there at a time.
  public func isThere(at on: Span) -> Bool {
    on >= from && (length.map { on < from + $0 } ?? true)
  }
}

/// All that goes wrong with one simulated monitor.
public struct SimulatedFaults: Hashable, Sendable {
  private var all: [SimulatedFault]

  /// What goes wrong, and when.
  public init(_ all: [SimulatedFault] = []) { self.all = all }

  /// One thing more goes wrong.
  public mutating func add(_ fault: SimulatedFault) { all.append(fault) }

  /// Whatever is wrong at a time is mended.
  public mutating func mend(at on: Span) { all.removeAll { $0.isThere(at: on) } }

  /// Whether this is wrong at a time.
  public func has(_ kind: SimulatedFault.Kind, at on: Span) -> Bool {
    all.contains { $0.kind == kind && $0.isThere(at: on) }
  }

  /// The time that the monitor's face shows: that at which it froze, or the present.
  func shownTime(at on: Span) -> Span {
    all.filter { $0.kind == .frozen && $0.isThere(at: on) }.map(\.from).min() ?? on
  }

  /// What the monitor shows at a time, and the time that it takes for the present.
  ///
  /// - Parameter face: what it would show.
  public func shown(
    at on: Span, _ face: (Span) -> ShownVitals
  ) -> (vitals: ShownVitals, on: Span) {
    let time = shownTime(at: on)
    let vitals = face(time)
    return (has(.sensorOff, at: time) ? vitals.withoutProbe : vitals, time)
  }

  /// How a Modbus TCP server behaves at a time.
  public func conduct(at on: Span) -> LinkConduct {
    if has(.unplug, at: on) { return .refuses }
    if has(.silence, at: on) { return .hangs }
    if has(.garbage, at: on) { return .babbles }
    return has(.late, at: on) ? .isLate : .answers
  }
}
