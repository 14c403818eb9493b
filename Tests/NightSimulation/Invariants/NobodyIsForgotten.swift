import InfusionCore
import Records
import Vitals

/// `alerts.md`: `alert.unanswered` and `alert.reminded`.
struct NobodyIsForgotten: Invariant {
  static let rule = "an alert that is present is told again until it is over, by its bounds"

  private struct Standing {
    var presence = AlertPresence.on
    var priority: Priority
    /// Since when it waits for an answer, as urgently as now.
    var waitsSince: Moment?
    var steps = 0
    /// When a reminder is due at the latest; nil: none is.
    var remindBy: Moment?
    var reminders = 0
    let isOfCuff: Bool
  }
  private static let steps: [Priority: [Span]] = [
    .high: [.seconds(30), .seconds(60)], .medium: [.seconds(180), .seconds(360)],
  ]
  private static let reminders: [Span] = [.minutes(3), .minutes(6), .minutes(12), .minutes(15)]

  private var standing: [String: Standing] = [:]

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    guard case .written(let batch, _) = step else { return nil }
    for event in batch.events.map(\.event) { take(event) }
    guard let now = batch.inputs.last?.moment else { return nil }
    for (id, one) in standing {
      if let since = one.waitsSince, let spans = Self.steps[one.priority], one.steps < spans.count,
        since + spans[one.steps] < now
      {
        return "\(id) waits since \(since.milliseconds), and step \(one.steps + 1) was not told"
      }
      if let by = one.remindBy, by < now { return "no reminder of \(id) at \(by.milliseconds)" }
    }
    return nil
  }

  private mutating func take(_ event: Event) {
    if event.name == .verbUndone { standing = [:] }
    guard let alert = event.alert else { return }
    guard event.name != .alertClosed else {
      standing[alert.id] = nil
      return
    }
    let isOfCuff = alert.condition == .bpHigh || alert.condition == .bpLow
    if event.name == .alertRaised {
      standing[alert.id] = Standing(priority: alert.priority, isOfCuff: isOfCuff)
    }
    // What an undone discharge brought back is known from its next acknowledgement on.
    guard var one = standing[alert.id] else { return }
    let before = one
    one.presence = alert.presence
    // A latched one keeps the priority that it latched for; its wait runs on as it was.
    if alert.presence != .latched { one.priority = alert.priority }
    switch event.name {
    case .alertRaised: one.waitsSince = event.moment
    case .alertReturned, .alertEscalated, .alertWorsened:
      if alert.presence == .on, event.name != .alertWorsened || before.presence == .ack {
        (one.waitsSince, one.steps, one.remindBy) = (event.moment, 0, nil)
      }
    case .alertUnanswered: one.steps += 1
    case .alertAcknowledged:
      (one.waitsSince, one.remindBy) = (nil, one.isOfCuff ? nil : event.moment + Self.reminders[0])
      one.reminders = 0
    case .alertReminded:
      one.reminders += 1
      let next = Self.reminders[min(one.reminders, Self.reminders.count - 1)]
      one.remindBy = one.isOfCuff ? nil : event.moment + next
    case .alertEased, .alertGoing, .alertLatched: break
    case .alertClosed, .sessionAdmitted, .sessionMoved, .monitorRebound, .phaseChanged,
      .baselineSet, .limitChanged, .entryRecorded, .entryCorrected, .verbUndone, .audioPaused,
      .audioResumed, .alarmPaused, .alarmResumed, .patientAway, .patientBack, .patientUnhooked,
      .handoverDone, .linkUp, .linkDown, .dayStarted, .dayEnded:
      break
    }
    // Easing does not slow the steps down, and what is less than medium reminds of nothing.
    if one.priority < before.priority { one.remindBy = nil }
    if one.priority < .medium { (one.remindBy, one.waitsSince) = (nil, nil) }
    standing[alert.id] = one
  }
}
