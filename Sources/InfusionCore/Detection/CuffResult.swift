public import Vitals

/// The parts of one cuff measurement that came with a number.
public struct CuffResult: Hashable, Codable, Sendable {
  /// When it was measured.
  public internal(set) var at: Moment
  /// mmHg.
  public internal(set) var sbp: Double?
  public internal(set) var dbp: Double?
  public internal(set) var map: Double?

  init(at: Moment, sbp: Double? = nil, dbp: Double? = nil, map: Double? = nil) {
    self.at = at
    self.sbp = sbp
    self.dbp = dbp
    self.map = map
  }

  /// One part, mmHg.
  public subscript(vital: VitalSign) -> Double? {
    switch vital {
    case .sbp: sbp
    case .dbp: dbp
    case .map: map
    case .hr, .spo2: nil
    }
  }

  var isEmpty: Bool { sbp == nil && dbp == nil && map == nil }

  /// Every part within its range, and SBP > MAP > DBP of the parts that came together.
  var isPlausible: Bool {
    let inRange = VitalSign.cuff.allSatisfy { vital in
      self[vital].map { vital.plausibleRange.contains($0) } ?? true
    }
    let ordered = [sbp, map, dbp].compactMap { $0 }
    return inRange && zip(ordered, ordered.dropFirst()).allSatisfy { $0 > $1 }
  }

  /// A number below its range, or no pulse pressure: the cuff may have found no pulse.
  var isTooLow: Bool {
    let below = VitalSign.cuff.contains { vital in
      self[vital].map { $0 < vital.plausibleRange.lowerBound } ?? false
    }
    guard let sbp, let dbp else { return below }
    return below || sbp <= dbp
  }

  /// The newer parts over this result's own, under this result's time.
  func merged(with newer: CuffResult) -> CuffResult {
    CuffResult(
      at: at, sbp: newer.sbp ?? sbp, dbp: newer.dbp ?? dbp, map: newer.map ?? map)
  }

  /// Whether another result has none of this one's parts.
  func isOnlyExtended(by newer: CuffResult) -> Bool {
    VitalSign.cuff.allSatisfy { self[$0] == nil || newer[$0] == nil }
  }
}
