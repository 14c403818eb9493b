public import Vitals

/// What the station watches, and by which rules. A reload is the same input again.
public struct StationSetup: Hashable, Codable, Sendable {
  /// The beds, in the order in which one instant's events are told.
  public var beds: [BedSetup]
  /// Every protocol that `admit` may name.
  public var protocols: [TreatmentProtocol]
  /// The protocol of a session that names none, and of vitals outside a session.
  public var defaultProtocol: String

  /// What the station watches.
  public init(beds: [BedSetup], protocols: [TreatmentProtocol], defaultProtocol: String) {
    self.beds = beds
    self.protocols = protocols
    self.defaultProtocol = defaultProtocol
  }
}

/// One bed and what it has; never guessed from what happens to arrive.
public struct BedSetup: Hashable, Codable, Sendable {
  /// How the bed's vitals are judged.
  public enum Judging: String, Codable, Sendable {
    /// By sessions, from admit to discharge.
    case sessions
    /// Without any session: hr.*, spo2.*, bp.*, pulse.lost and signal.lost against absolute limits.
    case bareVitals
  }
  /// Where the SpO2 probe sits relative to the cuff.
  public enum ProbeArm: String, CaseIterable, Codable, Sendable {
    case other
    case same
  }

  /// The bed's name as nurses say it.
  public var bed: String
  /// Its monitors; a bed without any works by hand.
  public var monitors: [MonitorSetup]
  /// Sessions or bare vitals.
  public var judging: Judging
  /// Whether an inflating cuff cuts off the probe.
  public var probeArm: ProbeArm

  /// One bed and its monitors.
  public init(
    bed: String, monitors: [MonitorSetup], judging: Judging = .sessions, probeArm: ProbeArm = .other
  ) {
    self.bed = bed
    self.monitors = monitors
    self.judging = judging
    self.probeArm = probeArm
  }
}

/// One monitor of a bed.
public struct MonitorSetup: Hashable, Codable, Sendable {
  /// The monitor's name in the configuration.
  public var name: String
  /// The vital signs that it may report for its bed.
  public var vitals: [VitalSign]
  /// The nominal interval of its HR and SpO2.
  public var every: Span
  /// The link that it shares with other units; gateway.lost is told once for all of them.
  public var link: String
  /// Whether it reports a heartbeat of its own; without one, unmoving values are suspicious.
  public var hasHeartbeat: Bool

  /// One monitor of a bed.
  public init(
    name: String, vitals: [VitalSign], every: Span, link: String, hasHeartbeat: Bool = false
  ) {
    self.name = name
    self.vitals = vitals
    self.every = every
    self.link = link
    self.hasHeartbeat = hasHeartbeat
  }
}
