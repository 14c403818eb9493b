import InfusionCore
import Records
import Vitals

/// `alerts.md`: no input whatever can make one condition cycle three times in a minute.
struct NothingCycles: Invariant {
  static let rule = "no condition comes and goes three times in a minute"

  private struct Cycle {
    var from: Moment
    var to: Moment?
  }
  private var cycles: [String: [Cycle]] = [:]

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    let isActed = batch.inputs.contains {
      switch $0.input {
      case .act, .setUp: true
      case .readings, .machine, .station, .time: false
      }
    }
    // A person may end and begin what they like.
    if isActed {
      cycles = [:]
      return nil
    }
    for event in batch.events.map(\.event) {
      if let wrong = take(event) { return wrong }
    }
    return nil
  }

  private mutating func take(_ event: Event) -> String? {
    guard let alert = event.alert, alert.condition != .away else { return nil }
    let key = "\(event.bed ?? "") \(alert.condition.rawValue)"
    switch event.name {
    case .alertRaised, .alertReturned: cycles[key, default: []].append(Cycle(from: event.moment))
    case .alertClosed, .alertLatched:
      guard let last = cycles[key]?.indices.last else { return nil }
      cycles[key]?[last].to = event.moment
      let ended = (cycles[key] ?? []).filter { $0.to != nil }.suffix(3)
      cycles[key] = Array(ended)
      guard ended.count == 3, let from = ended.first?.from else { return nil }
      return event.moment - from <= .seconds(60) ? "since \(from.milliseconds): \(event.line)" : nil
    case .alertEscalated, .alertWorsened, .alertEased, .alertAcknowledged, .alertGoing,
      .alertReminded, .alertUnanswered, .sessionAdmitted, .sessionMoved, .monitorRebound,
      .phaseChanged, .baselineSet, .limitChanged, .entryRecorded, .entryCorrected, .verbUndone,
      .audioPaused, .audioResumed, .alarmPaused, .alarmResumed, .patientAway, .patientBack,
      .patientUnhooked, .handoverDone, .linkUp, .linkDown, .dayStarted, .dayEnded:
      break
    }
    return nil
  }
}
