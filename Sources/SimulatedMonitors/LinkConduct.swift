public import Vitals

/// How a simulated monitor's link behaves.
public enum LinkConduct: Hashable, Sendable {
  /// Requests are answered.
  case answers
  /// Connections stand, but no request gets an answer: a gateway whose line is cut.
  case hangs
  /// Connections are ended, and new ones refused: a gateway without power.
  case refuses
  /// Requests are answered after `SimulatedFault.lateness`.
  case isLate
  /// Requests are answered with bytes that are no Modbus.
  case babbles
}

/// A link that dies in two steps and comes back by itself.
public struct LinkOutage: Hashable, Sendable {
  /// From here on it hangs.
  public var hangs: Span
  /// From here on it refuses.
  public var refuses: Span
  /// From here on it answers again.
  public var returns: Span

  /// A link that dies and comes back, at times on one clock, in this order.
  public init(hangs: Span, refuses: Span, returns: Span) {
    self.hangs = hangs
    self.refuses = refuses
    self.returns = returns
  }

  /// How the link behaves at a time.
  public func conduct(at time: Span) -> LinkConduct {
    switch time {
    case ..<hangs: .answers
    case ..<refuses: .hangs
    case ..<returns: .refuses
    case _: .answers
    }
  }
}
