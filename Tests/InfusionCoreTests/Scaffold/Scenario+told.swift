import InfusionCore
import Vitals

extension Scenario {
  /// What was told up to now, one short line each, `15.000 alert.raised spo2.low medium`: of the
  /// named conditions or events, or of everything; from a moment of the script on.
  ///
  /// A step of an unanswered alert follows its priority, and `ack` where an acknowledgement stands
  /// although something else happened. With several beds the bed stands before the event.
  func told(_ names: String..., bed: String? = nil, from seconds: Double = 0) -> [String] {
    let start = Moment(milliseconds: 0) + .of(seconds)
    return allEvents.filter { event in
      let isNamed =
        names.isEmpty
        || names.contains { $0 == event.alert?.condition.rawValue || $0 == event.name.rawValue }
      return isNamed && event.moment >= start && (bed == nil || event.bed == bed)
    }.map { line($0, withBed: core.beds.count > 1 && bed == nil) }
  }

  /// The events of one name or condition, with all their facts.
  func events(_ name: String) -> [Event] {
    allEvents.filter { $0.name.rawValue == name || $0.alert?.condition.rawValue == name }
  }

  private func line(_ event: Event, withBed: Bool) -> String {
    let bed = withBed ? event.bed.map { "\($0) " } ?? "" : ""
    return "\(event.moment.text) \(bed)\(event.name.rawValue)\(event.subject)"
  }
}

extension Moment {
  /// Seconds with three decimals.
  var text: String {
    let rest = "\(1000 + abs(milliseconds % 1000))".dropFirst()
    return "\(milliseconds / 1000).\(rest)"
  }
}

extension Event {
  /// What the event is about, after a blank; empty where its name says it all.
  fileprivate var subject: String {
    guard let alert else {
      guard name == .phaseChanged else { return "" }
      return " \(fact("from")) \(fact("to"))"
    }
    var words = " \(alert.condition.rawValue) \(alert.priority.rawValue)"
    if let step = alert.step { words += " step \(step)" }
    let isKept = alert.presence == .ack && name != .alertAcknowledged && name != .alertReminded
    return words + (isKept ? " ack" : "")
  }

  /// A fact in words; empty if there is none.
  func fact(_ key: String) -> String {
    switch facts.first(where: { $0.key == key })?.value {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .texts(let texts): texts.joined(separator: ", ")
    case .moment(let moment): moment.text
    case nil: ""
    }
  }
}
