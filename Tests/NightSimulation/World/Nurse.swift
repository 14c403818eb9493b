import InfusionCore
import Vitals

/// Puts what a nurse has in mind into a verb, by what the station shows then.
struct Nurse {
  var chance: Chance

  /// The text of a verb.
  mutating func verb(_ deed: Happening.Deed, on bed: Bed, beds: [Bed], closed: [String]) -> String {
    switch deed {
    case .answer: answer(bed)
    case .next: chance.pick(Self.fitting(bed.watch.session?.phase))
    case .pause: chance.pick(NightWords.pauses)
    case .entry: chance.pick(NightWords.entries)
    case .recovered: "entry moaas=5 oriented=yes gait=steady"
    case .any: chance.pick(NightWords.all)
    case .lateAnswer: "ack " + (closed.isEmpty ? "spo2.low" : quoted(chance.pick(closed)))
    case .moving: moving(beds)
    }
  }

  private mutating func answer(_ bed: Bed) -> String {
    let present = bed.watch.alerts.compactMap { alert in
      alert.occurrence.map { (alert.condition.rawValue, $0.id) }
    }
    guard !present.isEmpty else { return "ack spo2.low" }
    let (condition, id) = chance.pick(present)
    let verb = chance.chance(85) ? "ack " : "going "
    return verb + (chance.chance(50) ? condition : quoted(id))
  }

  private mutating func moving(_ beds: [Bed]) -> String {
    let monitors = beds.flatMap { $0.setup.monitors.map(\.name) }
    if chance.chance(50), !monitors.isEmpty { return "rebind monitor=" + chance.pick(monitors) }
    return "move to=" + chance.pick(beds).name
  }

  private func quoted(_ id: String) -> String { "'\(id)'" }

  private static func fitting(_ phase: Phase?) -> [String] {
    switch phase {
    case nil, .closed: NightWords.admissions
    case .preparing: NightWords.preparing
    case .infusing: NightWords.infusing
    case .held: NightWords.held
    case .recovering: NightWords.recovering
    case .ready: NightWords.ready
    }
  }
}
