import InfusionCore
import Records
import ServiceLifecycle
import Station

/// Tells every client each few seconds that the station lives: the question went the way that
/// readings go.
struct Heartbeats: Service {
  /// From one heartbeat to the next, in real time.
  static let every = Duration.seconds(5)

  let station: Station
  let hub: StreamHub

  func run() async throws {
    await cancelWhenGracefulShutdown { [self] in
      while !Task.isCancelled {
        _ = await station.selfCheck(within: HealthRoutes.longestProbe)
        tell(await station.look())
        try? await Task.sleep(for: Self.every)
      }
    }
    hub.end()
  }

  private func tell(_ view: StationView) {
    hub.beat(after: view.sequence) { json, number in
      json.field("number", number)
      json.field("self_checks", station.selfChecks)
      json.field("seq", raw: "\(view.sequence)")
      StationWriter(view).writeTime(to: &json)
      json.list("alerts") { json in view.alerts.forEach { json.value($0.facts.id) } }
    }
  }
}
