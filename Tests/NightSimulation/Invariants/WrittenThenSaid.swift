import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 3.
struct WrittenThenSaid: Invariant {
  static let rule = "what is decided is committed, then told, all of it, in order and not late"

  /// Events that are decided, and not told.
  private var waiting: [NumberedEvent] = []
  private var isCommitted = false

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .decided(let batch):
      if let first = waiting.first { return "never told: \(first.event.line)" }
      (waiting, isCommitted) = (batch.events, false)
    case .committed(_, let durability, let after):
      isCommitted = true
      if after > NightLedger.longestCommit {
        return "\(durability) held a turn for \(after.seconds) s"
      }
    case .told(let announcement):
      let event = announcement.numbered
      guard isCommitted else { return "told before the commit: \(event.event.line)" }
      guard waiting.first == event else { return "told out of turn: \(event.event.line)" }
      waiting.removeFirst()
    case .ended: waiting = []
    case .started, .written, .asked, .answered, .over: break
    }
    return nil
  }
}
