import Station
import Vitals

/// The machine's clocks, as the night has them.
struct VirtualClock: Hashable, Sendable {
  /// 2026-03-01T00:00:00Z.
  static let firstWall: Int64 = 1_772_323_200_000

  /// Milliseconds since the night began; nothing sets it.
  var now: Int64 = 0
  private(set) var boot = 1
  private var bootedAt: Int64 = -7_000_000
  /// How far the clock on the wall is ahead of the truth.
  var wrongBy: Int64 = 0
  var utcOffset = Span.minutes(60)

  var running: Int64 { now - bootedAt }
  var wall: Int64 { Self.firstWall + now + wrongBy }

  /// The machine starts anew.
  mutating func reboot(_ reboot: Happening.Reboot) {
    boot += 1
    bootedAt = now - 1_000
    switch reboot {
    case .synchronised: wrongBy = 0
    case .wrong(let span): wrongBy = span.milliseconds
    case .in1970: wrongBy = 5_000 - now - Self.firstWall
    }
  }

  var machine: MachineClock {
    MachineClock(boot: "boot \(boot)", running: running, wall: wall)
  }
}

/// The station's clock in a night.
struct NightTimebase: Timebase, Hashable {
  let now: Moment
  let wallOffset: Span
  let utcOffset: Span
  var speed: Double { 1 }

  init(_ clock: VirtualClock, ahead: Int64) {
    now = Moment(milliseconds: clock.running + ahead)
    wallOffset = .milliseconds(clock.wall - now.milliseconds)
    utcOffset = clock.utcOffset
  }

  /// Nobody sleeps in a night: it is called at each moment that matters.
  func sleep(until moment: Moment) async throws { throw CancellationError() }
}
