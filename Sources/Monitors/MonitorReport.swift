public import Vitals

/// What a link tells of one monitor.
public struct MonitorReport: Hashable, Sendable {
  /// What can be told.
  public enum News: Hashable, Sendable {
    /// What one poll said; cuff parts in it came together and are told once.
    case readings([Reading])
    /// The monitor answers, for the first time or again.
    case linkUp
    /// It has not answered twice running.
    case linkDown(reason: String)
    /// Bytes arrive, but no answers.
    case garbled(reason: String)
    /// Answers are understood again.
    case clear
    /// The heartbeat stood still for its limit.
    case frozen
    /// It moves again.
    case moving
    /// Another device answers than the configured one.
    case identity(found: String)
    /// The configured device answers again.
    case identityOK
    /// A cuff measurement failed.
    case cuffFailed
    /// A cuff measurement began.
    case cuffInflating
    /// The patient pressed the call button.
    case call
  }

  /// The monitor's name in the configuration.
  public var monitor: String
  /// The bed that it stands at.
  public var bed: String
  /// When the bytes were here, on the station's clock.
  public var at: Moment
  /// What it is.
  public var news: News

  /// What a link tells of one monitor.
  public init(monitor: String, bed: String, at: Moment, news: News) {
    self.monitor = monitor
    self.bed = bed
    self.at = at
    self.news = news
  }

  /// Readings are followed by newer ones; anything else is told only once.
  var isReplaceable: Bool {
    switch news {
    case .readings: true
    case .linkUp, .linkDown, .garbled, .clear, .frozen, .moving, .identity, .identityOK,
      .cuffFailed, .cuffInflating, .call:
      false
    }
  }
}
