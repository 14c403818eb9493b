public import Vitals

/// What is known of HR or SpO2: the latest reading, and the latest usable one.
public struct ContinuousVital: Hashable, Codable, Sendable {
  /// The vital sign.
  public let vital: VitalSign
  /// The latest reading, usable or not, and when it was read.
  public internal(set) var latest: Reading.Content?
  public internal(set) var latestAt: Moment?
  /// The latest reading that was usable when it came.
  public internal(set) var lastUsable: Double?
  public internal(set) var lastUsableAt: Moment?
  /// The latest reading was told by a nurse.
  private(set) var isManual = false
  /// How long the latest reading is fresh.
  var freshFor: Span

  init(vital: VitalSign, freshFor: Span) {
    self.vital = vital
    self.freshFor = freshFor
  }

  var isPlausible: Bool {
    guard let latest else { return false }
    return Reading(vital, latest).isPlausible
  }

  /// Usable for delays that complete at this moment: the reading's last instant still counts.
  func isUsable(during now: Moment) -> Bool {
    guard let latestAt, isPlausible else { return false }
    return now - latestAt <= freshFor
  }

  /// Usable once the instant is over: a reading goes stale at exactly reading + fresh_for.
  func isUsable(after now: Moment) -> Bool {
    guard let latestAt, isPlausible else { return false }
    return now - latestAt < freshFor
  }

  /// When the latest reading goes stale.
  var staleAt: Moment? { isPlausible ? latestAt.map { $0 + freshFor } : nil }

  /// Why there is no usable value; nil if no reading came in time.
  func absence(after now: Moment) -> AbsenceReason? {
    guard case .absent(let reason) = latest else {
      return isPlausible ? nil : latest.map { _ in .invalid }
    }
    return reason
  }

  mutating func receive(
    _ content: Reading.Content, at now: Moment, freshFor: Span, isManual: Bool
  ) {
    latest = content
    latestAt = now
    self.isManual = isManual
    self.freshFor = freshFor
    if case .value(let value) = content, isPlausible {
      lastUsable = value
      lastUsableAt = now
    }
  }
}
