import InfusionCore
import Synchronization
import Vitals

extension Station {
  /// What does not work as it has to; empty if all does.
  ///
  /// A probe goes the way that readings go, and every link's thread has come round within its own
  /// bound. A ledger that fails is told as an alert, and is no reason to start anew.
  public nonisolated func selfCheck(within bound: Duration) async -> [String] {
    let isThrough = await withTaskGroup { group in
      group.addTask {
        _ = await self.look()
        return true
      }
      group.addTask {
        try? await Task.sleep(for: bound)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
    guard isThrough else { return ["no probe came through the pipeline within \(bound)"] }
    let late = await lateLinks
    if late.isEmpty { passedSelfChecks.withLock { $0 += 1 } }
    return late.map { "the link \($0) does not come round" }
  }

  /// How many self-checks of this start have found every part at work.
  public nonisolated var selfChecks: Int { passedSelfChecks.withLock(\.self) }

  private var lateLinks: [String] { parts.links.lateLinks(now: parts.timebase.now) }
}

extension Supervision {
  /// How long a probe may take through the pipeline, in real time.
  static let longestProbe = Duration.seconds(2)

  /// The supervision of a station by its self-check.
  public init(of station: Station) {
    self.init {
      let faults = await station.selfCheck(within: Self.longestProbe)
      guard faults.isEmpty else { return Look(status: faults[0], isAtWork: false) }
      let view = await station.look()
      let words = StatusLine.words(
        for: view.beds, station: view.alerts.filter { $0.bed == nil })
      return Look(status: words, isAtWork: true)
    }
  }
}
