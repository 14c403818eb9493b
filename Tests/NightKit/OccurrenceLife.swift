public import InfusionCore
import Vitals

/// One occurrence as its events tell it, against the table of its life.
public struct OccurrenceLife: Sendable {
  private var presence = AlertPresence.off
  private var priority = Priority.information
  private var acknowledgedAt: Moment?
  private var step = 0

  /// A life that begins with `alert.raised`.
  public init(_ raised: Event) { priority = raised.alert?.priority ?? .information }

  /// Takes the next event; what is wrong with it, or nil.
  public mutating func take(_ event: Event) -> String? {
    guard let alert = event.alert else { return nil }
    let wrong = fault(event.name, alert, at: event.moment)
    if event.name == .alertAcknowledged { acknowledgedAt = event.moment }
    if event.name == .alertUnanswered { step += 1 }
    if soundsAgain(event.name, alert) { step = 0 }
    presence = alert.presence
    if event.name != .alertLatched { priority = alert.priority }
    return wrong
  }

  private func soundsAgain(_ name: EventName, _ alert: AlertFacts) -> Bool {
    guard alert.presence == .on else { return false }
    return name == .alertReturned || name == .alertEscalated || presence == .ack
  }

  private func fault(_ name: EventName, _ alert: AlertFacts, at now: Moment) -> String? {
    let isPresent = presence == .on || presence == .ack
    switch name {
    case .alertRaised:
      return alert.presence == .on ? nil : "raised, but not on"
    case .alertEscalated:
      return isPresent && alert.priority > priority ? nil : "not escalated"
    case .alertWorsened:
      return isPresent && alert.priority <= priority ? nil : "not worsened"
    case .alertEased:
      if !isPresent || alert.priority >= priority { return "not eased" }
      return alert.presence == presence ? nil : "eased, and the acknowledgement changed"
    case .alertAcknowledged:
      return presence == .on || presence == .latched ? nil : "acknowledged twice or after the end"
    case .alertGoing: return presence == .off ? "going after the end" : nil
    case .alertReminded:
      return presence == .ack && alert.priority >= .medium ? nil : "reminded of nothing"
    case .alertUnanswered:
      if presence == .ack || presence == .off { return "unanswered, but answered or over" }
      return alert.step == step + 1 && step < 2 ? nil : "the wrong step"
    case .alertLatched:
      return presence == .on && alert.priority == .high ? nil : "not to be latched"
    case .alertReturned: return returnedFault(alert, at: now)
    case .alertClosed:
      if presence == .off { return "closed twice" }
      return alert.presence == .off ? nil : "closed, but not off"
    default:
      return "no event of an alert"
    }
  }

  private func returnedFault(_ alert: AlertFacts, at now: Moment) -> String? {
    switch presence {
    case .latched: return alert.presence == .on ? nil : "returned from latched, but not on"
    case .off:
      guard alert.presence == .ack, let acknowledgedAt else { return "returned after its end" }
      return now - acknowledgedAt < .minutes(3) ? nil : "returned too late"
    case .on, .ack: return "returned without having gone"
    }
  }
}
