/// Where a session stands.
public enum Phase: String, CaseIterable, Codable, Sendable {
  /// Baseline and check before the start. Can become infusing (recovering without an infusion) or
  /// closed.
  case preparing
  /// The drug clock runs. Can become held, recovering or closed.
  case infusing
  /// The drug clock stands. Can become infusing, recovering or closed.
  case held
  /// The recovery clock runs. Can become ready or closed.
  case recovering
  /// Everything holds that lets a patient leave. Can become recovering or closed.
  case ready
  /// Over.
  case closed

  /// From the start to the close.
  var isUnderWay: Bool {
    switch self {
    case .infusing, .held, .recovering, .ready: true
    case .preparing, .closed: false
    }
  }

  /// After the actual stop.
  var isAfterStop: Bool {
    switch self {
    case .recovering, .ready: true
    case .preparing, .infusing, .held, .closed: false
    }
  }
}
