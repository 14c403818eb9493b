import Vitals

extension Event {
  /// What happened, in one plain sentence that a tired nurse reads once. It follows from the facts.
  ///
  /// - Parameter wall: what the clinic's clock shows, for the times of day in the sentence.
  public func message(on wall: WallClock = WallClock()) -> String {
    let sentence =
      alert.map { Self.message(name, of: $0) }
      ?? FactSentence(name: name, facts: facts, wall: wall).text
    return sentence.onOneLine
  }

  private static func message(_ name: EventName, of alert: AlertFacts) -> String {
    switch name {
    case .alertRaised: return alert.sentence(withDuration: true)
    case .alertEscalated, .alertWorsened: return "Worse: \(alert.sentence(withDuration: true))"
    case .alertEased: return "Better: \(alert.sentence())"
    case .alertAcknowledged: return "\(alert.by ?? "A nurse") knows: \(alert.sentence())"
    case .alertGoing: return "\(alert.by ?? "A nurse") is going: \(alert.sentence())"
    case .alertReminded: return "Still there: \(alert.sentence())"
    case .alertUnanswered:
      return (alert.step ?? 1) > 1
        ? "Still nobody has answered: \(alert.sentence())"
        : "Nobody has answered: \(alert.sentence())"
    case .alertLatched: return "Over, but nobody has seen it: \(alert.title)"
    case .alertReturned: return "Again: \(alert.sentence(withDuration: true))"
    case .alertClosed: return "Over: \(alert.title)"
    case .sessionAdmitted, .sessionMoved, .monitorRebound, .phaseChanged, .baselineSet,
      .limitChanged, .entryRecorded, .entryCorrected, .verbUndone, .audioPaused, .audioResumed,
      .alarmPaused, .alarmResumed, .patientAway, .patientBack, .patientUnhooked, .handoverDone,
      .linkUp, .linkDown, .dayStarted, .dayEnded:
      return alert.sentence()
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
