public import Vitals

/// A simulated patient: no person, but numbers that look like one during a ketamine infusion.
///
/// The same seed gives the same numbers at the same time.
public struct SimulatedPatient: Hashable, Sendable {
  /// What happens to the patient.
  public enum Scenario: String, CaseIterable, Sendable {
    /// The rise that most patients have: it peaks after 30 to 40 minutes and is gone after 100.
    case usualRise = "usual-rise"
    /// The same, and a saturation that falls for two minutes.
    case desaturation
    /// A blood pressure that climbs far beyond the usual rise, until the infusion is held or for
    /// a quarter of an hour (over 180/110 in 0.98 % of 2,342 sessions, PubMed 38991311).
    case hypertensiveCrisis = "hypertensive-crisis"
    /// The usual rise, and a probe for HR and SpO2 that falls off the finger twice.
    case probeOff = "probe-off"
  }

  /// What happens.
  public var scenario: Scenario
  /// Vital signs before the infusion.
  public var rest: RestingVitals
  /// When the scenario's own part begins, counted from the start of the infusion.
  public var onset: Span
  /// When somebody did what ends a crisis, counted the same way; nil: nobody did yet.
  public var relief: Span?
  private let seed: UInt64

  /// Vital signs of a patient at rest: 1/min, %, mmHg.
  public struct RestingVitals: Hashable, Sendable {
    public var hr: Double
    public var spo2: Double
    public var sbp: Double
    public var dbp: Double
  }

  /// A patient; the seed also chooses the vital signs at rest.
  public init(_ scenario: Scenario, seed: UInt64, onset: Span = .seconds(20)) {
    self.scenario = scenario
    self.seed = seed
    self.onset = onset
    rest = RestingVitals(hr: 70, spo2: 97.5, sbp: 122, dbp: 77)
    rest.hr += 6 * Self.noise(seed, 1)
    rest.sbp += 6 * Self.noise(seed, 2)
    rest.dbp += 4 * Self.noise(seed, 3)
  }

  /// The mean rise over 2,252 treatments (Vankawala 2021): +12.61/+8.49 mmHg and +4.09/min.
  private static let rise = (hr: 4.09, sbp: 12.61, dbp: 8.49)
  /// The height of a crisis: mmHg, and beats above the usual rise.
  private static let crisis = (hr: 14.0, sbp: 191.0, dbp: 114.0)

  /// The vital signs at a time since the start of the infusion; before it, at rest.
  public func vitals(at sinceStart: Span) -> SimulatedVitals {
    let second = sinceStart.milliseconds / 1000
    let episode = episode(at: sinceStart)
    let share = Self.response(minutes: sinceStart.seconds / 60)
    var sbp = rest.sbp + Self.rise.sbp * share
    var dbp = rest.dbp + Self.rise.dbp * share
    sbp += (Self.crisis.sbp - sbp) * episode.crisis + 3 * slowNoise(second, 11)
    dbp += (Self.crisis.dbp - dbp) * episode.crisis + 2 * slowNoise(second, 12)
    let hr = rest.hr + Self.rise.hr * share + episode.dip / 2 + Self.crisis.hr * episode.crisis
    return SimulatedVitals(
      hr: (hr + 2 * slowNoise(second, 13)).rounded(),
      spo2: min(100, rest.spo2 - episode.dip + 0.6 * slowNoise(second, 14)),
      sbp: sbp.rounded(), dbp: dbp.rounded(), map: (dbp + (sbp - dbp) / 3).rounded(),
      isProbeOff: episode.isProbeOff)
  }

  /// The share of the full rise: 0 at the start, 1 from 30 to 40 min, back to 0 at 100 min.
  static func response(minutes: Double) -> Double {
    switch minutes {
    case ..<0: 0
    case ..<30: smooth(minutes / 30)
    case ..<40: 1
    case ..<100: 1 - smooth((minutes - 40) / 60)
    case _: 0
    }
  }

  static func smooth(_ share: Double) -> Double { share * share * (3 - 2 * share) }

  /// Noise between -1 and 1 that changes over some ten seconds.
  private func slowNoise(_ second: Int64, _ kind: UInt64) -> Double {
    let step = second >= 0 ? second / 10 : (second - 9) / 10
    let share = Double(second - step * 10) / 10
    let here = Self.noise(seed, kind &+ UInt64(bitPattern: step) &* 64)
    let there = Self.noise(seed, kind &+ UInt64(bitPattern: step + 1) &* 64)
    return here + (there - here) * Self.smooth(share)
  }

  /// A number between -1 and 1 that a seed and an index always give (SplitMix64).
  private static func noise(_ seed: UInt64, _ index: UInt64) -> Double {
    var bits = seed &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Double(bits >> 11) / Double(1 << 52) - 1
  }
}

/// Vital signs of a simulated patient at one instant: 1/min, %, mmHg.
public struct SimulatedVitals: Hashable, Sendable {
  public var hr: Double
  public var spo2: Double
  public var sbp: Double
  public var dbp: Double
  public var map: Double
  /// The probe is off the finger: no monitor can show HR and SpO2.
  public var isProbeOff = false
}
