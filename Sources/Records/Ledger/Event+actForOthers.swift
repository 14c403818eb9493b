import InfusionCore

extension Event {
  /// What happened to a bed, as far as the session of another bed has to know it: which beds and
  /// monitors are taken. It is a verb that is always accepted, and says nothing of the patient.
  var actForOthers: Input? {
    guard let bed else { return nil }
    switch name {
    case .sessionAdmitted: return admission(bed)
    case .sessionMoved:
      guard let from = text("from") else { return nil }
      return .act(bed: from, .move(to: bed), by: nil)
    case .monitorRebound:
      return text("monitor").map { .act(bed: bed, .rebind(monitor: $0), by: nil) }
    case .phaseChanged where text("to") == Phase.closed.rawValue:
      return .act(bed: bed, .transfer(to: nil, reason: nil), by: nil)
    case .phaseChanged where text("from") == Phase.closed.rawValue: return admission(bed)
    case .phaseChanged, .alertRaised, .alertEscalated, .alertWorsened, .alertEased,
      .alertAcknowledged, .alertGoing, .alertReminded, .alertUnanswered, .alertLatched,
      .alertReturned, .alertClosed, .baselineSet, .limitChanged, .entryRecorded,
      .entryCorrected, .verbUndone, .audioPaused, .audioResumed, .alarmPaused, .alarmResumed,
      .patientAway, .patientBack, .patientUnhooked, .handoverDone, .linkUp, .linkDown,
      .dayStarted, .dayEnded:
      return nil
    }
  }

  private func admission(_ bed: String) -> Input {
    .act(bed: bed, .admit(Verb.Admission(protocolName: text("protocol"))), by: nil)
  }
}
