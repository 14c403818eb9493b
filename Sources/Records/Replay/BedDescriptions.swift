import InfusionCore
import Vitals

/// The configuration while `bed` rows describe it: the rows of one bed that follow each other at
/// one time make up the whole of what it has, and are taken together.
struct BedDescriptions: Sendable {
  /// What the station has, as far as it was taken.
  private(set) var setup: StationSetup
  /// The beds that the open rows describe, and the time of these.
  private var open: [String] = []
  private var time: Vitals.Span?

  init(_ setup: StationSetup) { self.setup = setup }

  /// Whether a row goes with those that are open.
  func continues(_ row: RecordingRow) -> Bool {
    guard case .circumstance(.bed)? = row.act else { return false }
    return row.time == time
  }

  /// Takes one row; the first of a bed forgets what it had.
  mutating func take(
    bed name: String, _ probeArm: BedSetup.ProbeArm, _ monitor: MonitorSetup?,
    at time: Vitals.Span
  ) {
    self.time = time
    guard let index = setup.beds.firstIndex(where: { $0.bed == name }) else { return }
    if !open.contains(name) {
      open.append(name)
      setup.beds[index].monitors = []
    }
    setup.beds[index].probeArm = probeArm
    guard let monitor else { return }
    setup.beds[index].monitors.removeAll { $0.name == monitor.name }
    setup.beds[index].monitors.append(monitor)
  }

  /// The configuration that the open rows have led to; nil: none are open.
  mutating func close() -> StationSetup? {
    guard !open.isEmpty else { return nil }
    open = []
    time = nil
    return setup
  }
}
