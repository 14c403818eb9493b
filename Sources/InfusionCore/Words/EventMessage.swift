import Vitals

extension Event {
  /// What happened, in one plain sentence that a tired nurse reads once. It follows from the facts.
  public var message: String {
    if let alert { return name.message(of: alert) }
    let sentence = facts.isEmpty ? name.opening : "\(name.opening): \(facts.words)"
    return sentence
  }
}

extension EventName {
  fileprivate func message(of alert: AlertFacts) -> String {
    switch self {
    case .alertRaised: return alert.sentence
    case .alertEscalated, .alertWorsened: return "Worse: \(alert.sentence)"
    case .alertEased: return "Better: \(alert.sentence)"
    case .alertAcknowledged: return "\(alert.by ?? "A nurse") knows: \(alert.sentence)"
    case .alertGoing: return "\(alert.by ?? "A nurse") is going: \(alert.sentence)"
    case .alertReminded: return "Still: \(alert.sentence)"
    case .alertUnanswered:
      return (alert.step ?? 1) > 1
        ? "Still nobody has answered: \(alert.sentence)"
        : "Nobody has answered: \(alert.sentence)"
    case .alertLatched: return "Over, but nobody has seen it: \(alert.title)"
    case .alertReturned: return "Again: \(alert.sentence)"
    case .alertClosed: return "Over: \(alert.title)"
    case .sessionAdmitted, .sessionMoved, .monitorRebound, .phaseChanged, .baselineSet,
      .limitChanged, .entryRecorded, .entryCorrected, .verbUndone, .audioPaused, .audioResumed,
      .alarmPaused, .alarmResumed, .patientAway, .patientBack, .patientUnhooked, .handoverDone,
      .linkUp, .linkDown, .stationConfigured, .stationClock, .stationBlind:
      return "\(opening): \(alert.sentence)"
    }
  }

  /// How the sentence of an event without an alert begins.
  fileprivate var opening: String {
    switch self {
    case .alertRaised, .alertEscalated, .alertWorsened, .alertEased, .alertAcknowledged,
      .alertGoing, .alertReminded, .alertUnanswered, .alertLatched, .alertReturned, .alertClosed:
      "Alert"
    case .sessionAdmitted: "Admitted"
    case .sessionMoved: "Moved to another bed"
    case .monitorRebound: "Another monitor"
    case .phaseChanged: "Phase"
    case .baselineSet: "Baseline"
    case .limitChanged: "Limit changed for this session"
    case .entryRecorded: "Entered"
    case .entryCorrected: "Entry corrected"
    case .verbUndone: "Taken back"
    case .audioPaused: "Sound paused"
    case .audioResumed: "Sound back on"
    case .alarmPaused: "Technical alerts paused"
    case .alarmResumed: "Technical alerts back on"
    case .patientAway: "The patient is away"
    case .patientBack: "The absence is over"
    case .patientUnhooked: "The patient is unhooked and gets up"
    case .handoverDone: "Handed over"
    case .linkUp: "The monitor answers again"
    case .linkDown: "The monitor does not answer"
    case .stationConfigured: "The station's configuration is in force"
    case .stationClock: "The computer's clock"
    case .stationBlind: "The station saw nothing for a while"
    }
  }
}

extension [Fact] {
  /// `from preparing to infusing, by anna`.
  fileprivate var words: String {
    map { "\($0.key.split(separator: "_").joined(separator: " ")) \($0.value.words)" }
      .joined(separator: ", ")
  }
}

extension Fact.Value {
  fileprivate var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): number.words
    case .flag(let flag): flag ? "yes" : "no"
    case .texts(let texts): texts.joined(separator: ", ")
    case .moment(let moment): CivilTime(millisecondsSince1970: moment.milliseconds).timeOfDay
    }
  }
}

extension Priority {
  /// The mark in front of an alert in a text: as many as it is urgent (IEC 60601-1-8).
  public var mark: String {
    switch self {
    case .high: "!!!"
    case .medium: "!!"
    case .low: "!"
    case .information: "i"
    }
  }
}
