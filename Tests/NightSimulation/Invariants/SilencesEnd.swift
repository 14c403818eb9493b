import InfusionCore
import Records
import Vitals

/// `architecture.md`, 5.
struct SilencesEnd: Invariant {
  static let rule = "each pause has an end within its bound, and ends by then"

  private struct Silence: Hashable {
    var name: EventName
    var until: Moment
  }

  private static let longest: [EventName: Span] = [
    .audioPaused: .seconds(120), .alarmPaused: .minutes(5), .patientAway: .minutes(10),
  ]
  private var silences: [String: [Silence]] = [:]
  private var presses: [String: [Moment]] = [:]

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    for event in batch.events.map(\.event) {
      if let wrong = take(event) { return wrong }
    }
    guard let now = batch.inputs.last?.moment else { return nil }
    for (bed, own) in silences {
      guard let over = own.first(where: { $0.until < now }) else { continue }
      return "bed \(bed): \(over.name.rawValue) should have ended at \(over.until.milliseconds)"
    }
    return nil
  }

  private mutating func take(_ event: Event) -> String? {
    guard let bed = event.bed else { return nil }
    switch event.name {
    case .audioPaused, .alarmPaused, .patientAway:
      guard case .moment(let until)? = event.facts.first(where: { $0.key == "until" })?.value
      else { return "without an end: \(event.line)" }
      if let longest = Self.longest[event.name], until - event.moment > longest {
        return "too long: \(event.line)"
      }
      silences[bed, default: []].removeAll { $0.name == event.name }
      silences[bed, default: []].append(Silence(name: event.name, until: until))
      return pressed(event, bed)
    case .audioResumed: end(.audioPaused, on: bed)
    case .alarmResumed: end(.alarmPaused, on: bed)
    case .patientBack: end(.patientAway, on: bed)
    case .alertRaised where event.alert?.condition == .away: end(.patientAway, on: bed)
    case .sessionAdmitted, .verbUndone: silences[bed] = nil
    case .phaseChanged where event.isClosing: silences[bed] = nil
    case .sessionMoved:
      if let from = event.text("from") {
        silences[bed] = silences[from]
        silences[from] = nil
      }
    case .phaseChanged, .alertRaised, .alertEscalated, .alertWorsened, .alertEased,
      .alertAcknowledged, .alertGoing, .alertReminded, .alertUnanswered, .alertLatched,
      .alertReturned, .alertClosed, .monitorRebound, .baselineSet, .limitChanged,
      .entryRecorded, .entryCorrected, .patientUnhooked, .handoverDone, .linkUp, .linkDown,
      .dayStarted, .dayEnded:
      break
    }
    return nil
  }

  /// At most two audio-pauses in ten minutes, and three alarm-pauses an hour.
  private mutating func pressed(_ event: Event, _ bed: String) -> String? {
    let limits: [EventName: (Int, Span)] = [
      .audioPaused: (2, .minutes(10)), .alarmPaused: (3, .minutes(60)),
    ]
    guard let (most, within) = limits[event.name], let session = event.session else { return nil }
    let key = "\(session) \(event.name.rawValue)"
    presses[key, default: []].removeAll { event.moment - $0 >= within }
    presses[key, default: []].append(event.moment)
    return presses[key, default: []].count > most ? "once too often: \(event.line)" : nil
  }

  private mutating func end(_ name: EventName, on bed: String) {
    silences[bed]?.removeAll { $0.name == name }
  }
}

extension Event {
  var isClosing: Bool { name == .phaseChanged && text("to") == Phase.closed.rawValue }

  func text(_ key: String) -> String? {
    for fact in facts where fact.key == key {
      if case .text(let text) = fact.value { return text }
    }
    return nil
  }
}
