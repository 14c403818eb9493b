public import Vitals

/// What blocks a start, and what only cautions.
public struct PreStartLimits: Hashable, Codable, Sendable {
  /// Blocked at or above, mmHg.
  public var sbpHigh: Double
  public var dbpHigh: Double
  /// Blocked below, mmHg.
  public var sbpLow: Double
  /// Blocked above and below, 1/min.
  public var hrHigh: Double
  public var hrLow: Double
  /// Blocked below, %.
  public var spo2Low: Double
  /// Blocked without a cuff result at most this old.
  public var cuffAge: Span
  /// Blocked without HR and SpO2 usable within this time.
  public var usableWithin: Span
  /// Blocked always, whoever authorises: at or above, mmHg.
  public var sbpNever: Double
  public var dbpNever: Double
  /// Caution above, mmHg.
  public var sbpCaution: Double
  public var dbpCaution: Double

  /// All figures of the check before the start.
  public init(
    sbpHigh: Double, dbpHigh: Double, sbpLow: Double, hrHigh: Double, hrLow: Double,
    spo2Low: Double, cuffAge: Span, usableWithin: Span, sbpNever: Double, dbpNever: Double,
    sbpCaution: Double, dbpCaution: Double
  ) {
    self.sbpHigh = sbpHigh
    self.dbpHigh = dbpHigh
    self.sbpLow = sbpLow
    self.hrHigh = hrHigh
    self.hrLow = hrLow
    self.spo2Low = spo2Low
    self.cuffAge = cuffAge
    self.usableWithin = usableWithin
    self.sbpNever = sbpNever
    self.dbpNever = dbpNever
    self.sbpCaution = sbpCaution
    self.dbpCaution = dbpCaution
  }
}

/// What must hold before a patient may leave.
public struct ReadinessRules: Hashable, Codable, Sendable {
  /// Every cuff result of this time, and the last two in any case, counts.
  public var cuffWithin: Span
  /// The counted results span at least this from first to last.
  public var cuffApart: Span
  /// The last result is at most this old.
  public var cuffAge: Span
  /// SBP at most baseline + so many percent, and at most the absolute limit, mmHg.
  public var sbpPercentAbove: Double
  public var sbpAtMost: Double
  /// SBP at least the absolute limit, and at least baseline - so many percent, mmHg.
  public var sbpAtLeast: Double
  public var sbpPercentBelow: Double
  /// DBP at most, mmHg.
  public var dbpAtMost: Double
  /// The median of SpO2 over this time, %: at least max(floor, min(usual, baseline - below)).
  public var spo2Median: Span
  public var spo2Floor: Double
  public var spo2Usual: Double
  public var spo2BelowBaseline: Double
  /// Off oxygen for this long.
  public var offOxygen: Span
  /// No medium or high physiological alert for this long; a high one in recovery longer.
  public var quietFor: Span
  public var quietAfterHigh: Span
  /// MOAA/S, oriented and gait entered within this time of leaving.
  public var entriesWithin: Span
  /// A lost criterion takes a session from ready back to recovering after this long.
  public var lostFor: Span
  /// After `unhook` the vitals criteria stay as met for this long.
  public var unhookFor: Span

  /// All figures of the check before leaving.
  public init(
    cuffWithin: Span, cuffApart: Span, cuffAge: Span, sbpPercentAbove: Double, sbpAtMost: Double,
    sbpAtLeast: Double, sbpPercentBelow: Double, dbpAtMost: Double, spo2Median: Span,
    spo2Floor: Double, spo2Usual: Double, spo2BelowBaseline: Double, offOxygen: Span,
    quietFor: Span, quietAfterHigh: Span, entriesWithin: Span, lostFor: Span, unhookFor: Span
  ) {
    self.cuffWithin = cuffWithin
    self.cuffApart = cuffApart
    self.cuffAge = cuffAge
    self.sbpPercentAbove = sbpPercentAbove
    self.sbpAtMost = sbpAtMost
    self.sbpAtLeast = sbpAtLeast
    self.sbpPercentBelow = sbpPercentBelow
    self.dbpAtMost = dbpAtMost
    self.spo2Median = spo2Median
    self.spo2Floor = spo2Floor
    self.spo2Usual = spo2Usual
    self.spo2BelowBaseline = spo2BelowBaseline
    self.offOxygen = offOxygen
    self.quietFor = quietFor
    self.quietAfterHigh = quietAfterHigh
    self.entriesWithin = entriesWithin
    self.lostFor = lostFor
    self.unhookFor = unhookFor
  }
}
