public import Vitals

/// One limit of one vital sign, strict: the limit itself does not violate.
public struct LimitTerm: Hashable, Codable, Sendable {
  /// On which side of the limit the violation lies.
  public enum Side: String, Codable, Sendable {
    case above
    case below
  }
  /// What the limit is counted from.
  public enum Reference: Hashable, Codable, Sendable {
    /// The number itself, in the vital's unit.
    case absolute(Double)
    /// So much away from the patient's own baseline, in the vital's unit.
    case fromBaseline(Double)
    /// So many percent of the baseline away from it.
    case percentFromBaseline(Double)
  }

  /// The vital sign that is judged.
  public var vital: VitalSign
  /// The side that violates.
  public var side: Side
  /// The limit.
  public var reference: Reference

  /// A limit of one vital sign.
  public init(vital: VitalSign, side: Side, reference: Reference) {
    self.vital = vital
    self.side = side
    self.reference = reference
  }

  /// The limit as a number; nil while a baseline that it needs does not exist.
  public func limit(baseline: Double?) -> Double? {
    switch (reference, side) {
    case (.absolute(let limit), _): limit
    case (.fromBaseline(let away), .above): baseline.map { $0 + away }
    case (.fromBaseline(let away), .below): baseline.map { $0 - away }
    case (.percentFromBaseline(let percent), .above): baseline.map { $0 * (100 + percent) / 100 }
    case (.percentFromBaseline(let percent), .below): baseline.map { $0 * (100 - percent) / 100 }
    }
  }
}
