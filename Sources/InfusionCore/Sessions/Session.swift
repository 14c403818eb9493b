public import Vitals

/// One patient's visit, from admit to the close.
public struct Session: Hashable, Codable, Sendable {
  /// Unique in the station.
  public let id: String
  public let admittedAt: Moment
  public let admittedBy: String?
  /// The rules that it was admitted under, whole: a reload changes the next session.
  public var rules: TreatmentProtocol { sharedRules.value }
  private let sharedRules: Shared<TreatmentProtocol>
  /// Risks that are shown on the tile.
  public let flags: [RiskFlag]

  public internal(set) var phase = Phase.preparing
  public internal(set) var phaseSince: Moment
  /// The planned length on the drug clock; nil without an infusion.
  public internal(set) var planned: Span?
  /// The start of the infusion, or the first dose.
  public internal(set) var startedAt: Moment?
  /// The actual stop.
  public internal(set) var stoppedAt: Moment?
  /// It ran over a time of which nobody knows how long it was, and no nurse has confirmed it since.
  public internal(set) var isDrugClockUncertain = false
  public internal(set) var baseline: CuffResult?
  /// The median of SpO2 when the baseline was confirmed, %.
  public internal(set) var saturationBaseline: Double?
  public internal(set) var entries = Entries()
  /// What the start went ahead in spite of.
  public internal(set) var overrides: [String] = []
  /// Limits of this session, gone with it.
  public internal(set) var limits: [SessionLimit] = []
  private let escortAtAdmission: String?
  /// When a nurse last did anything for this patient.
  var lastActAt: Moment
  var drugClock = DrugClock()
  var saturation = SlidingMedian()
  var quiet = Quiet()
  var lostReadinessAt: Moment?
  var unhookedAt: Moment?
  var undoable: Undoable?

  init(
    id: String, admission: Verb.Admission, rules: TreatmentProtocol, at now: Moment, by: String?
  ) {
    self.id = id
    sharedRules = Shared(rules)
    admittedAt = now
    admittedBy = by
    flags = admission.flags
    escortAtAdmission = admission.escort
    phaseSince = now
    lastActAt = now
    planned = rules.infusion?.planned
  }

  /// Who takes the patient home, as last entered.
  public var escort: String? { entries.latest(\.escort)?.value ?? escortAtAdmission }

  /// Who prescribes that the patient leaves alone.
  public var prescriber: String? { entries.latest(\.prescriber)?.value }

  /// The patient was unhooked to get up, and the time for that is not over.
  func isUnhooked(at now: Moment) -> Bool {
    unhookedAt.map { now - $0 < rules.readiness.unhookFor } ?? false
  }

  /// From what the recovery clock counts: the actual stop, or the first dose.
  public var recoveryFrom: Moment? { rules.infusion == nil ? startedAt : stoppedAt }

  /// Time passed of which nobody knows how much.
  mutating func doubtDrugClock() {
    if startedAt != nil, rules.infusion != nil { isDrugClockUncertain = true }
  }

  /// Oxygen is given.
  var isOnOxygen: Bool { entries.oxygenSince != nil }

  /// A lost signal is more dangerous than usual.
  func isVulnerable(lastSaturation: Double?) -> Bool {
    if let lastSaturation, lastSaturation < 94 { return true }
    if let moaas = entries.latest(\.moaas), moaas.value <= 3 { return true }
    return isOnOxygen || entries.lastGiven([.sedative, .opioid]) != nil
  }
}

/// A verb that can be taken back for a minute, and the session as it was before.
struct Undoable: Hashable, Codable, Sendable {
  enum Kind: String, Hashable, Codable, Sendable {
    case start
    case stop
    case discharge
  }
  let kind: Kind
  let at: Moment
  let from: Phase
  /// Since when that phase was.
  let since: Moment
  /// A mistaken verb can be taken back for this long.
  static let lasts = Span.seconds(60)
}

/// How long no physiological alert of medium or high has been present.
struct Quiet: Hashable, Codable, Sendable {
  private(set) var isLoud = false
  private var isHigh = false
  private(set) var loudUntil: Moment?
  private(set) var highInRecoveryUntil: Moment?

  /// Takes the loudest present alert; true: what it means for leaving has changed.
  mutating func settle(loudest: Priority?, isAfterStop: Bool, at now: Moment) -> Bool {
    let before = self
    let loud = loudest.map { $0 >= .medium } ?? false
    if isLoud, !loud { loudUntil = now }
    isLoud = loud
    let high = isAfterStop && loudest == .high
    if isHigh, !high { highInRecoveryUntil = now }
    isHigh = high
    return self != before
  }
}
