public import Vitals

/// One vital sign as a display shows it: what is missing is never shown as a number of now.
public struct ShownVital: Hashable, Sendable {
  /// How much the number is worth.
  public enum Quality: String, CaseIterable, Codable, Sendable {
    /// Plausible and fresh; a cuff result that stands.
    case good
    /// The last number, older than it may be.
    case stale
    /// A number that no living patient has.
    case implausible
    /// There is no number.
    case absent
  }

  public let vital: VitalSign
  /// In the vital's unit; nil if it is absent.
  public let value: Double?
  public let quality: Quality
  /// Why it is absent, in the monitor's words; nil: nothing has come yet.
  public let reason: AbsenceReason?
  /// When it was measured, or came if the monitor does not tell.
  public let measuredAt: Moment?
}

extension Bed {
  /// Every vital sign, in the usual order.
  public func shownVitals(at now: Moment) -> [ShownVital] {
    VitalSign.allCases.map { $0.isCuff ? shownCuff($0, at: now) : shownContinuous($0, at: now) }
  }

  private func shownContinuous(_ vital: VitalSign, at now: Moment) -> ShownVital {
    let known = watch[vital]
    switch known.latest {
    case nil:
      return ShownVital(vital: vital, value: nil, quality: .absent, reason: nil, measuredAt: nil)
    case .absent(let reason):
      return ShownVital(
        vital: vital, value: nil, quality: .absent, reason: reason, measuredAt: known.latestAt)
    case .value(let value):
      let quality: ShownVital.Quality =
        !known.isPlausible ? .implausible : known.isUsable(after: now) ? .good : .stale
      return ShownVital(
        vital: vital, value: value, quality: quality, reason: nil, measuredAt: known.latestAt)
    }
  }

  private func shownCuff(_ vital: VitalSign, at now: Moment) -> ShownVital {
    guard let kept = watch.cuff.kept, let value = kept[vital] else {
      return ShownVital(vital: vital, value: nil, quality: .absent, reason: nil, measuredAt: nil)
    }
    let stands = now - kept.at <= watch.resultStands(at: now)
    return ShownVital(
      vital: vital, value: value, quality: stands ? .good : .stale, reason: nil,
      measuredAt: kept.at)
  }
}
