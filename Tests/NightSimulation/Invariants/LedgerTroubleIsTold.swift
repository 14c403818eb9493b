import InfusionCore
import Records
import Station
import Vitals

/// `architecture.md`, 3: fail loud, never silent.
struct LedgerTroubleIsTold: Invariant {
  static let rule = "station.ledger stands while commits fail, and ends when they heal"

  /// From a failed commit to the alert: the next turn, and its own commit.
  private static let toldWithin: Int64 = 600
  /// From the first good commit to the end: the condition holds 30 s, and somebody has to look.
  private static let overWithin: Int64 = 45_000

  private var failingSince: Int64?
  private var healedSince: Int64?
  private var isTold = false

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    let now = world.clock.now
    switch step {
    case .committed(_, .failed, _):
      failingSince = failingSince ?? now
      healedSince = nil
    case .committed(_, .durable, _):
      failingSince = nil
      healedSince = healedSince ?? now
    case .told(let announcement):
      let event = announcement.numbered.event
      guard event.alert?.condition == .stationLedger else { break }
      isTold = event.name != .alertClosed
    case .decided:
      if let failingSince, !isTold, now - failingSince > Self.toldWithin {
        return "commits fail since \(Span.milliseconds(failingSince).clock), and nobody is told"
      }
      if let healedSince, now - healedSince > Self.overWithin,
        world.standing.contains(.stationLedger)
      {
        return "commits are kept since \(Span.milliseconds(healedSince).clock), and it goes on"
      }
    case .ended: (failingSince, healedSince, isTold) = (nil, nil, false)
    case .started: isTold = world.standing.contains(.stationLedger)
    case .written, .committed, .asked, .answered, .over: break
    }
    return nil
  }
}
