import InfusionCore
import Vitals

extension SeededGenerator {
  /// A length of time forwards or backwards, up to so many milliseconds.
  private mutating func shift(_ most: Int64) -> Vitals.Span {
    .milliseconds(.random(in: -most...most, using: &self))
  }

  mutating func circumstance(_ name: CircumstanceName) -> Circumstance {
    switch name {
    case .clock:
      return .clock(
        WallClock(offset: shift(2_000_000_000_000), utcOffset: shift(86_400_000)),
        stepped: maybe(shift(5_000_000_000)))
    case .blind:
      let from = Moment(milliseconds: .random(in: -1_000_000...2_000_000_000_000, using: &self))
      return .blind(from: from, to: from + .milliseconds(.random(in: 0...90_000, using: &self)))
    case .resumed: return .resumed(version: shortText())
    case .bed: return .bed(pick(BedSetup.ProbeArm.self), maybe(monitor()))
    }
  }

  private mutating func monitor() -> MonitorSetup {
    MonitorSetup(
      name: shortText(), vitals: VitalSign.allCases.filter { _ in Bool.random(using: &self) },
      every: .milliseconds(.random(in: 1...120_000, using: &self)),
      link: maybe(text()) ?? "", hasHeartbeat: .random(using: &self))
  }
}
