import Monitors
import Vitals

/// Watches how long readings are under way from the wire to the station.
struct LoadWatch: Hashable, Sendable {
  /// A reading that was under way longer came late, in real milliseconds.
  static let longestWayMilliseconds = 1000.0

  private var isOverloaded: Bool
  private var dropped = 0

  /// A watch of a start.
  ///
  /// - Parameter isOverloaded: what an earlier start has told.
  init(isOverloaded: Bool = false) { self.isOverloaded = isOverloaded }

  /// Takes the reports of one turn; true when the station begins to be overloaded, false when it no
  /// longer is, nil if nothing changed.
  ///
  /// - Parameter dropped: how many reports gave way since the start.
  mutating func took(
    _ reports: [MonitorReport], at now: Moment, speed: Double, dropped: Int
  ) -> Bool? {
    let isLate = reports.contains {
      Double((now - $0.at).milliseconds) / speed > Self.longestWayMilliseconds
    }
    let isNow = isLate || dropped > self.dropped
    self.dropped = dropped
    guard isNow != isOverloaded, isNow || !reports.isEmpty else { return nil }
    isOverloaded = isNow
    return isNow
  }
}
