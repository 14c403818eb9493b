public import InfusionCore
import Vitals

extension ModelEvent {
  /// An event of the station in the model's words.
  public init(_ event: Event) {
    let alert = event.alert
    self.init(
      time: Int(event.moment.milliseconds), bed: event.bed, name: event.name.rawValue,
      condition: alert.flatMap { ModelCondition(rawValue: $0.condition.rawValue) },
      priority: alert?.priority.rawValue ?? "", presence: alert?.presence.rawValue ?? "",
      detail: Self.detail(event))
  }

  private static func detail(_ event: Event) -> String {
    func fact(_ key: String) -> String? {
      switch event.facts.first(where: { $0.key == key })?.value {
      case .text(let text): text
      case .number(let number): "\(number)"
      case .moment(let moment): "\(Double(moment.milliseconds) / 1000)"
      case .flag, .texts, nil: nil
      }
    }
    switch event.name {
    case .phaseChanged: return "\(fact("from") ?? "") to \(fact("to") ?? "")"
    case .sessionAdmitted: return fact("protocol") ?? ""
    case .baselineSet:
      return VitalSign.cuff.compactMap { part in
        fact(part.rawValue).map { "\(part.rawValue)=\($0)" }
      }.joined(separator: " ")
    case .sessionMoved: return "\(fact("from") ?? "") to \(fact("to") ?? "")"
    case .monitorRebound: return fact("monitor") ?? ""
    case .verbUndone: return fact("verb") ?? ""
    case .entryRecorded, .entryCorrected: return fact("id") ?? ""
    case .limitChanged: return fact("condition") ?? ""
    case .alertUnanswered: return "step \(event.alert?.step ?? 0)"
    case .audioPaused, .alarmPaused, .patientAway: return "until \(fact("until") ?? "")"
    default: return ""
    }
  }
}

extension MachineEvent {
  /// The monitor that it names.
  var concerned: String? {
    switch self {
    case .linkDown(let monitor, _), .linkUp(let monitor), .linkGarbled(let monitor),
      .linkClear(let monitor), .frozen(let monitor), .moving(let monitor),
      .identity(let monitor, _), .identityOK(let monitor):
      monitor
    case .cuffFailed, .cuffInflating, .call: nil
    }
  }
}
