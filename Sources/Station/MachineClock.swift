package import InfusionCore
package import Vitals

/// What the machine's clocks show at the start of a station.
package struct MachineClock: Hashable, Sendable {
  /// Names the boot.
  package var boot: String
  /// Milliseconds since the boot.
  package var running: Int64
  /// Milliseconds since 1970, UTC.
  package var wall: Int64
  /// The clock on the wall is kept in step with a time server.
  package var isSynchronised: Bool

  /// What the machine's clocks show.
  package init(boot: String, running: Int64, wall: Int64, isSynchronised: Bool = true) {
    self.isSynchronised = isSynchronised
    self.boot = boot
    self.running = running
    self.wall = wall
  }

  /// Which boot's clock it is, and how far ahead of it the moments are, in milliseconds.
  package static func name(boot: String, ahead: Int64) -> String { "\(boot)+\(ahead)" }

  /// Whether it is known how long it is since an earlier start: after a reboot only the clock on
  /// the wall can tell, if it is right.
  package func knowsGap(after name: String, last: Moment, wall: WallClock) -> Bool {
    if isBoot(of: name) { return true }
    let gap = self.wall - (last + wall.offset).milliseconds
    return isSynchronised && (0...Self.longestGap.milliseconds).contains(gap)
  }

  private func isBoot(of name: String) -> Bool {
    name.split(separator: "+", maxSplits: 1).first.map(String.init) == boot
  }

  /// How far ahead of the boot's clock the moments are, in milliseconds, after what an earlier
  /// start has seen.
  ///
  /// In the same boot it is the same clock. After a reboot the gap is what the clock on the wall
  /// says, and no moment comes twice. A gap that is longer than any patient stays is cut: a machine
  /// without a battery begins in 1970, and nobody is to wait until 56 years are made up for.
  package func ahead(after name: String, last: Moment, wall: WallClock) -> Int64 {
    let parts = name.split(separator: "+", maxSplits: 1)
    if isBoot(of: name), let ahead = parts.last.flatMap({ Int64($0) }) { return ahead }
    let gap = self.wall - (last + wall.offset).milliseconds
    return last.milliseconds + min(max(0, gap), Self.longestGap.milliseconds) - running
  }
  private static let longestGap = Span.minutes(7 * 24 * 60)
}
