import Vitals

/// What stands behind the port of a simulated monitor: bytes go in and come out.
///
/// A fault that is of the port itself, such as a pulled plug, is not its matter.
protocol SimulatedDevice {
  /// It is connected, or connected again: it remembers nothing.
  mutating func plug(at on: Span)
  /// Takes what was sent to it.
  mutating func hear(_ bytes: [UInt8], at on: Span, _ faults: SimulatedFaults)
  /// What it has said by now, and not been asked for yet.
  mutating func take(at on: Span, _ faults: SimulatedFaults) -> [UInt8]
  /// When it says the next thing if nobody asks for any; nil: never.
  var due: Span? { get }
}

/// What waits to be sent.
struct OutgoingBytes: Sendable {
  private var waiting: [(bytes: [UInt8], at: Span)] = []

  /// When the next of it is to be sent.
  var due: Span? { waiting.first?.at }

  mutating func add(_ bytes: [UInt8], at: Span) {
    if !bytes.isEmpty { waiting.append((bytes, at)) }
  }

  mutating func take(at on: Span) -> [UInt8] {
    let due = waiting.prefix { $0.at <= on }
    waiting.removeFirst(due.count)
    return due.flatMap(\.bytes)
  }

  mutating func removeAll() { waiting.removeAll() }
}
