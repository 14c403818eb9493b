import Vitals

/// What a scenario adds to the usual course at one instant.
struct SimulatedEpisode: Hashable, Sendable {
  /// How far the saturation has fallen, %.
  var dip = 0.0
  /// The share of a full hypertensive crisis: 0 to 1.
  var crisis = 0.0
  var isProbeOff = false
}

extension SimulatedPatient {
  func episode(at sinceStart: Span) -> SimulatedEpisode {
    let seconds = (sinceStart - onset).seconds
    return switch scenario {
    case .usualRise: SimulatedEpisode()
    case .desaturation: SimulatedEpisode(dip: Self.dip(seconds: seconds))
    case .hypertensiveCrisis:
      SimulatedEpisode(crisis: Self.crisis(seconds, relief: relief.map { ($0 - onset).seconds }))
    case .probeOff: SimulatedEpisode(isProbeOff: Self.isProbeOff(seconds: seconds))
    }
  }

  /// Falls for 20 s, is 10 % deep for 70 s, and recovers within 40 s.
  private static func dip(seconds: Double) -> Double {
    switch seconds {
    case ..<0: 0
    case ..<20: 10 * smooth(seconds / 20)
    case ..<90: 10
    case ..<130: 10 * (1 - smooth((seconds - 90) / 40))
    case _: 0
    }
  }

  /// Climbs for 4 min, stands until the relief or 15 min after the onset, and is gone 4 min later.
  private static func crisis(_ seconds: Double, relief: Double?) -> Double {
    let climb = climbed(seconds)
    let falls = min(max(relief ?? crisisLasts, 0), crisisLasts)
    guard seconds > falls else { return climb }
    return climbed(falls) * (1 - smooth(min(1, (seconds - falls) / 240)))
  }
  private static let crisisLasts = 900.0

  private static func climbed(_ seconds: Double) -> Double {
    smooth(min(1, max(0, seconds / 240)))
  }

  /// Off for 4 min 20 s, because nobody looks; on again, and off for 40 s when the patient moves.
  private static func isProbeOff(seconds: Double) -> Bool {
    (0..<260).contains(seconds) || (410..<450).contains(seconds)
  }
}
