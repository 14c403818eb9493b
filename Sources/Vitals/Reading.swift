/// Why a monitor says that it has no value.
public enum AbsenceReason: String, CaseIterable, Codable, Sendable {
  case sensorOff = "sensor-off"
  case noPulse = "no-pulse"
  case searching
  case artifact
  case invalid
  case disconnected
  case notMeasured = "not-measured"
  case measuring
  case failed
}

/// One vital sign as its source gave it: a number, or the reason why there is none.
public struct Reading: Hashable, Codable, Sendable {
  /// What a source says of one vital sign.
  public enum Content: Hashable, Codable, Sendable {
    case value(Double)
    case absent(AbsenceReason)
  }

  /// The vital sign.
  public var vital: VitalSign
  /// The number in the vital's unit, or the reason for its absence.
  public var content: Content
  /// When the monitor measured it, if that is known to differ from when it was read.
  public var measuredAt: Moment?

  /// A reading of one vital sign.
  public init(_ vital: VitalSign, _ content: Content, measuredAt: Moment? = nil) {
    self.vital = vital
    self.content = content
    self.measuredAt = measuredAt
  }

  /// The number, if there is one.
  public var value: Double? {
    switch content {
    case .value(let value): value
    case .absent: nil
    }
  }

  /// Whether the number lies within the vital's plausible range; an absent one does not.
  public var isPlausible: Bool {
    guard let value else { return false }
    return vital.plausibleRange.contains(value)
  }
}
