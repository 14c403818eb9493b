import InfusionCore
import Vitals

/// Watches the wall clock: it names moments for people, and moves no timer.
struct ClockWatch: Hashable, Sendable {
  /// A smaller difference is no step.
  static let tolerance = Span.seconds(1)

  /// How much later wall time is than the moment's clock, as it was told last.
  private(set) var offset: Span
  /// How much later local time is than UTC, as it was told last.
  private(set) var utcOffset: Span

  init(_ timebase: some Timebase) {
    offset = timebase.wallOffset
    utcOffset = timebase.utcOffset
  }

  /// What the station is told at the start.
  var firstInput: Input {
    .station(.clock(offset: offset, utcOffset: utcOffset, stepped: nil))
  }

  /// What the station is told now; nil: nothing changed.
  mutating func look(_ timebase: some Timebase) -> Input? {
    let step = timebase.wallOffset - offset
    let isStep = step > Self.tolerance || step < .zero - Self.tolerance
    let zone = timebase.utcOffset
    guard isStep || zone != utcOffset else { return nil }
    if isStep { offset = timebase.wallOffset }
    utcOffset = zone
    return .station(.clock(offset: offset, utcOffset: utcOffset, stepped: isStep ? step : nil))
  }
}
