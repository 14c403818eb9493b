public import Vitals

/// The name of an event, as every listener knows it.
public enum EventName: String, CaseIterable, Codable, Sendable {
  case alertRaised = "alert.raised"
  case alertEscalated = "alert.escalated"
  case alertWorsened = "alert.worsened"
  case alertEased = "alert.eased"
  case alertAcknowledged = "alert.acknowledged"
  case alertGoing = "alert.going"
  case alertReminded = "alert.reminded"
  case alertUnanswered = "alert.unanswered"
  case alertLatched = "alert.latched"
  case alertReturned = "alert.returned"
  case alertClosed = "alert.closed"
  case sessionAdmitted = "session.admitted"
  case sessionMoved = "session.moved"
  case monitorRebound = "monitor.rebound"
  case phaseChanged = "phase.changed"
  case baselineSet = "baseline.set"
  case limitChanged = "limit.changed"
  case entryRecorded = "entry.recorded"
  case entryCorrected = "entry.corrected"
  case verbUndone = "verb.undone"
  case audioPaused = "audio.paused"
  case audioResumed = "audio.resumed"
  case alarmPaused = "alarm.paused"
  case alarmResumed = "alarm.resumed"
  case patientAway = "patient.away"
  case patientBack = "patient.back"
  case patientUnhooked = "patient.unhooked"
  case handoverDone = "handover.done"
  case linkUp = "link.up"
  case linkDown = "link.down"
  case dayStarted = "station.day_started"
  case dayEnded = "station.day_ended"
}

/// One thing that happened, as facts; `Words` renders what a nurse reads.
public struct Event: Hashable, Codable, Sendable {
  /// When it happened: a deadline's own moment, not that of the wake-up.
  public var moment: Moment
  /// The bed; nil for the station's own events.
  public var bed: String?
  /// The session; nil outside one.
  public var session: String?
  /// The moment of the session's admission, from which `elapsed` counts.
  public var admitted: Moment?
  /// What happened.
  public var name: EventName
  /// The alert, in `alert.*` events.
  public var alert: AlertFacts?
  /// Everything else, in the order in which it is written.
  public var facts: [Fact]

  /// One thing that happened.
  public init(
    moment: Moment, bed: String?, session: String?, admitted: Moment?, name: EventName,
    alert: AlertFacts? = nil, facts: [Fact] = []
  ) {
    self.moment = moment
    self.bed = bed
    self.session = session
    self.admitted = admitted
    self.name = name
    self.alert = alert
    self.facts = facts
  }
}

/// A named fact of an event.
public struct Fact: Hashable, Codable, Sendable {
  /// What a fact can hold.
  public enum Value: Hashable, Codable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case texts([String])
    case moment(Moment)
  }

  /// The key, as listeners know it.
  public var key: String
  /// The value.
  public var value: Value

  /// A named fact.
  public init(_ key: String, _ value: Value) {
    self.key = key
    self.value = value
  }
}
