import Vitals

/// HR and SpO2 that never move: a monitor without a heartbeat may have frozen.
struct UnmovedValues: Hashable, Codable, Sendable {
  private var hr: Double?
  private var spo2: Double?
  private var since: Moment?

  /// Takes the state at the end of an instant; what a nurse told stands still by itself.
  mutating func settle(hr: ContinuousVital, spo2: ContinuousVital, at now: Moment) {
    guard hr.isUsable(after: now), spo2.isUsable(after: now), !hr.isManual, !spo2.isManual else {
      since = nil
      return
    }
    if since == nil || self.hr != hr.lastUsable || self.spo2 != spo2.lastUsable { since = now }
    self.hr = hr.lastUsable
    self.spo2 = spo2.lastUsable
  }

  /// Whether both have stood still for so long.
  func isUnmoved(
    hr: ContinuousVital, spo2: ContinuousVital, for span: Span, at now: Moment
  ) -> Bool {
    guard let since, hr.isUsable(after: now), spo2.isUsable(after: now),
      self.hr == hr.lastUsable, self.spo2 == spo2.lastUsable
    else { return false }
    return now - since >= span
  }

  func deadline(_ deadline: inout Deadline, after span: Span) {
    deadline.consider(since.map { $0 + span })
  }
}
