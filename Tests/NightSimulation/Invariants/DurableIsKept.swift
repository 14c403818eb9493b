import InfusionCore
import Records
import Station
import Vitals

/// What was announced or answered as durable.
struct DurableIsKept: Invariant {
  static let rule = "what was told or answered as durable is in the ledger"

  private var events: Set<Int64> = []
  private var answered: Set<String> = []

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .written(let batch, _):
      for event in batch.events { events.insert(event.sequence) }
      for answer in batch.answers { answered.insert("\(answer.owner) \(answer.key)") }
      return nil
    case .told(let announcement):
      let number = announcement.numbered.sequence
      guard announcement.isDurable, !events.contains(number) else { return nil }
      return "event \(number) was told as durable, and is not kept"
    // What was refused is judged anew: only the answer of what was done is kept.
    case .answered(let errand, .reply(.accepted, isDurable: true)):
      guard let key = errand.key, !answered.contains("\(key.owner) \(key.key)") else { return nil }
      return "the answer to \(errand.words) is not kept"
    case .started, .decided, .committed, .asked, .answered, .ended, .over: return nil
    }
  }
}
