import InfusionCore
import Records
import Station
import Vitals

/// `alerts.md`, Station: a reading took more than a second from wire to event.
struct OverloadIsTold: Invariant {
  static let rule = "station.overloaded ends when readings are in time again"

  /// The condition holds 30 s, and a reading has to come.
  private static let overWithin: Int64 = 60_000

  private var lateAt: Int64 = 0
  private var inTimeSince: Int64?

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .decided(let batch):
      let now = world.clock.now
      let isLate = batch.inputs.contains {
        if case .station(.overloaded(true)) = $0.input { true } else { false }
      }
      let isRead = batch.inputs.contains {
        if case .readings = $0.input { true } else { false }
      }
      if isLate || world.lateAt > lateAt {
        inTimeSince = nil
      } else if isRead {
        inTimeSince = inTimeSince ?? now
      }
      lateAt = world.lateAt
      guard let inTimeSince, now - inTimeSince > Self.overWithin,
        world.standing.contains(.stationOverloaded)
      else { return nil }
      return "readings are in time since \(Span.milliseconds(inTimeSince).clock), and it goes on"
    case .started: inTimeSince = nil
    case .written, .committed, .told, .asked, .answered, .ended, .over: break
    }
    return nil
  }
}
