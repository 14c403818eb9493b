public import Vitals

/// One thing that a monitor's bytes say.
public struct SerialFinding: Hashable, Sendable {
  /// What it says.
  public enum Content: Hashable, Sendable {
    /// A vital sign: a number in its unit, or the reason why there is none.
    case reading(VitalSign, Reading.Content, SignalQuality)
    /// What the monitor says that it is, such as a serial number.
    case identity(String)
    /// A cuff measurement began.
    case cuffInflating
    /// A cuff measurement brought no result.
    case cuffFailed
  }

  /// Where the frame begins that says it: bytes since the first one that was fed.
  public var offset: Int
  public var content: Content

  /// One thing that the frame at this offset says.
  public init(offset: Int, _ content: Content) {
    self.offset = offset
    self.content = content
  }
}

/// How far the monitor itself trusts a number.
public enum SignalQuality: String, Sendable {
  case good
  /// Weak perfusion, motion, or a poor signal: the number counts, and is marked.
  case low
}
