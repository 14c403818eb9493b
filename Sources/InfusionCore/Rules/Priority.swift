/// How soon a nurse has to respond (IEC 60601-1-8), mildest first.
public enum Priority: String, CaseIterable, Codable, Sendable, Comparable {
  /// No sound, needs no acknowledgement.
  case information
  /// Awareness is enough.
  case low
  /// Prompt response.
  case medium
  /// Immediate response.
  case high

  private var rank: Int {
    switch self {
    case .information: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    }
  }

  public static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }
}
