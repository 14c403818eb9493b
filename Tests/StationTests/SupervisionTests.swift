import Host
import PeerKit
import ServiceLifecycle
import Synchronization
import Testing

@testable import Station

/// What the service manager hears while the station runs.
@Suite struct SupervisionTests {
  @Test func `each look that finds everything at work is a sign of life`() async throws {
    let manager = HeardManager()
    let supervision = Supervision(watchdog: .milliseconds(3), tell: manager.hear) {
      Supervision.Look(status: "1 bed, no session", isAtWork: true)
    }
    let running = Task { try await supervision.run() }
    try await eventually("three signs") { manager.count(of: .watchdog) >= 3 }
    running.cancel()
    try await running.value
    // What has not changed is not told again.
    #expect(manager.count(of: .status("1 bed, no session")) == 1)
  }

  @Test func `a part that is not at work gets no sign of life, but a status`() async throws {
    let manager = HeardManager()
    let looks = Mutex(0)
    let supervision = Supervision(watchdog: .milliseconds(3), tell: manager.hear) {
      let count = looks.withLock { looks in
        looks += 1
        return looks
      }
      return Supervision.Look(status: "look \(count)", isAtWork: false)
    }
    let running = Task { try await supervision.run() }
    try await eventually("two looks") { manager.count(of: .status("look 2")) == 1 }
    running.cancel()
    try await running.value
    #expect(manager.count(of: .watchdog) == 0)
  }

  @Test func `a look that hangs gives no sign of life`() async throws {
    let manager = HeardManager()
    let looks = Mutex(0)
    let supervision = Supervision(watchdog: .milliseconds(3), tell: manager.hear) {
      looks.withLock { $0 += 1 }
      try? await Task.sleep(for: .seconds(3600))
      return Supervision.Look(status: "late", isAtWork: true)
    }
    let running = Task { try await supervision.run() }
    try await eventually("a look") { looks.withLock(\.self) == 1 }
    running.cancel()
    try await running.value
    #expect(manager.heard == [])
  }

  @Test(
    arguments: [
      (nil, Duration.seconds(1)), (.seconds(20), .seconds(1)), (.seconds(2), .seconds(2) / 3),
    ] as [(Duration?, Duration)])
  func `it looks every second, or thrice in the watchdog's interval`(
    watchdog: Duration?, pause: Duration
  ) {
    let supervision = Supervision(watchdog: watchdog, tell: { _ in }) {
      Supervision.Look(status: "", isAtWork: true)
    }
    #expect(supervision.pause == pause)
  }
}

/// A service manager that only listens.
private final class HeardManager: Sendable {
  private let states = Mutex<[ServiceManager.State]>([])

  var heard: [ServiceManager.State] { states.withLock(\.self) }

  func hear(_ state: ServiceManager.State) { states.withLock { $0.append(state) } }

  func count(of state: ServiceManager.State) -> Int { heard.count { $0 == state } }
}
