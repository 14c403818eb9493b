public import Vitals

/// Delays of the conditions that say "cannot tell".
public struct CannotTellRules: Hashable, Codable, Sendable {
  /// pulse.lost medium and high.
  public var pulseLostMedium: Span
  public var pulseLostHigh: Span
  /// signal.lost low, medium, and medium while the patient is vulnerable.
  public var signalLostLow: Span
  public var signalLostMedium: Span
  public var signalLostMediumVulnerable: Span
  /// link.lost and gateway.lost medium, and high if a physiological alert was present.
  public var linkLostMedium: Span
  public var linkLostHigh: Span
  /// link.garbled.
  public var linkGarbled: Span
  /// link.frozen where the monitor has no heartbeat: HR and SpO2 unmoved for this long.
  public var linkFrozenWithoutHeartbeat: Span
  /// bed.no_session.
  public var noSession: Span

  /// Those of pulse.lost by level.
  var pulseLostDelays: [Span?] { [pulseLostMedium, pulseLostHigh] }

  /// Delays, each from the onset of its predicate.
  public init(
    pulseLostMedium: Span, pulseLostHigh: Span, signalLostLow: Span, signalLostMedium: Span,
    signalLostMediumVulnerable: Span, linkLostMedium: Span, linkLostHigh: Span,
    linkGarbled: Span, linkFrozenWithoutHeartbeat: Span, noSession: Span
  ) {
    self.pulseLostMedium = pulseLostMedium
    self.pulseLostHigh = pulseLostHigh
    self.signalLostLow = signalLostLow
    self.signalLostMedium = signalLostMedium
    self.signalLostMediumVulnerable = signalLostMediumVulnerable
    self.linkLostMedium = linkLostMedium
    self.linkLostHigh = linkLostHigh
    self.linkGarbled = linkGarbled
    self.linkFrozenWithoutHeartbeat = linkFrozenWithoutHeartbeat
    self.noSession = noSession
  }
}
