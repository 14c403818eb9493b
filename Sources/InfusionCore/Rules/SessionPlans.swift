public import Vitals

/// How often the cuff is expected, and when a reading is mandatory.
public struct CuffPlan: Hashable, Codable, Sendable {
  /// While infusing.
  public var infusing: Span
  /// While held.
  public var held: Span
  /// In recovery, for the first `recoveryEarlyFor`, and after that.
  public var recoveryEarly: Span
  public var recoveryEarlyFor: Span
  public var recoveryLate: Span
  /// While a BP alert is present, and for `intensifiedAfterDrug` after a BP drug was entered.
  public var intensified: Span
  public var intensifiedAfterDrug: Span
  /// How far past the interval nibp.overdue is low, then medium; in recovery the other two.
  public var overdueLow: Span
  public var overdueMedium: Span
  public var overdueLowRecovery: Span
  public var overdueMediumRecovery: Span
  /// Mandatory readings on the drug clock (or since the first dose), beside start, end and leaving.
  public var slotsAt: [Span]
  /// A slot not taken within this time of its own is nibp.slot.
  public var slotWindow: Span
  /// A result stands until the next one, at most the interval and this.
  public var standsBeyondInterval: Span

  /// All figures of the cuff's timetable.
  public init(
    infusing: Span, held: Span, recoveryEarly: Span, recoveryEarlyFor: Span, recoveryLate: Span,
    intensified: Span, intensifiedAfterDrug: Span, overdueLow: Span, overdueMedium: Span,
    overdueLowRecovery: Span, overdueMediumRecovery: Span, slotsAt: [Span], slotWindow: Span,
    standsBeyondInterval: Span
  ) {
    self.infusing = infusing
    self.held = held
    self.recoveryEarly = recoveryEarly
    self.recoveryEarlyFor = recoveryEarlyFor
    self.recoveryLate = recoveryLate
    self.intensified = intensified
    self.intensifiedAfterDrug = intensifiedAfterDrug
    self.overdueLow = overdueLow
    self.overdueMedium = overdueMedium
    self.overdueLowRecovery = overdueLowRecovery
    self.overdueMediumRecovery = overdueMediumRecovery
    self.slotsAt = slotsAt
    self.slotWindow = slotWindow
    self.standsBeyondInterval = standsBeyondInterval
  }
}

/// The infusion's planned length and what is told about it.
public struct InfusionPlan: Hashable, Codable, Sendable {
  /// Planned length on the drug clock.
  public var planned: Span
  /// What a session may set without a reason.
  public var usual: ClosedRange<Span>
  /// What a session may set with a reason.
  public var withReason: ClosedRange<Span>
  /// infusion.ending comes this long before the planned end.
  public var endingBefore: Span
  /// infusion.overrun: the larger of this and `overrunPercent` past the planned length.
  public var overrunAfter: Span
  public var overrunPercent: Double
  /// infusion.held, low and medium.
  public var heldLow: Span
  public var heldMedium: Span

  /// All figures of the infusion.
  public init(
    planned: Span, usual: ClosedRange<Span>, withReason: ClosedRange<Span>, endingBefore: Span,
    overrunAfter: Span, overrunPercent: Double, heldLow: Span, heldMedium: Span
  ) {
    self.planned = planned
    self.usual = usual
    self.withReason = withReason
    self.endingBefore = endingBefore
    self.overrunAfter = overrunAfter
    self.overrunPercent = overrunPercent
    self.heldLow = heldLow
    self.heldMedium = heldMedium
  }
}

/// Minimum times after the actual stop, or after the first dose, and what is told meanwhile.
public struct RecoveryPlan: Hashable, Codable, Sendable {
  /// With an escort named.
  public var minimumWithEscort: Span
  /// Without one, and with a prescriber's name.
  public var minimumAlone: Span
  /// session.forgotten: `ready`, or `preparing`, with nobody acting.
  public var forgottenReady: Span
  public var forgottenPreparing: Span
  /// entry.due: MOAA/S and breathing rate this often while oxygen is given.
  public var entryDueOnOxygen: Span
  /// No driving or machinery for this long after discharge.
  public var noDrivingFor: Span

  /// All figures of the recovery.
  public init(
    minimumWithEscort: Span, minimumAlone: Span, forgottenReady: Span, forgottenPreparing: Span,
    entryDueOnOxygen: Span, noDrivingFor: Span
  ) {
    self.minimumWithEscort = minimumWithEscort
    self.minimumAlone = minimumAlone
    self.forgottenReady = forgottenReady
    self.forgottenPreparing = forgottenPreparing
    self.entryDueOnOxygen = entryDueOnOxygen
    self.noDrivingFor = noDrivingFor
  }
}
