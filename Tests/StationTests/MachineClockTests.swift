import InfusionCore
import Station
import Testing
import Vitals

/// The moments of a station that goes on after an earlier start.
@Suite struct MachineClockTests {
  /// The earlier start saw moment 5,000,000 last, in boot A, when the wall showed 1,000 s more.
  private let last = Moment(milliseconds: 5_000_000)
  private let wall = WallClock(offset: .seconds(1000), utcOffset: .zero)

  private func clock(_ boot: String, wall: Int64, isSynchronised: Bool = true) -> MachineClock {
    MachineClock(boot: boot, running: 30_000, wall: wall, isSynchronised: isSynchronised)
  }

  @Test func `in the same boot the clock goes on as it was, whatever the wall shows`() {
    for wall: Int64 in [0, 6_060_000, 9_000_000] {
      let clock = clock("A", wall: wall, isSynchronised: false)
      #expect(clock.ahead(after: "A+700", last: last, wall: self.wall) == 700)
      #expect(clock.knowsGap(after: "A+700", last: last, wall: self.wall))
    }
  }

  @Test func `after a reboot the wall tells how long it was, and no moment comes twice`() {
    let later = clock("B", wall: 6_060_000)
    #expect(later.ahead(after: "A+0", last: last, wall: wall) == 5_060_000 - 30_000)
    let earlier = clock("B", wall: 0)
    #expect(earlier.ahead(after: "A+0", last: last, wall: wall) == 5_000_000 - 30_000)
  }

  @Test func `the gap of a reboot is known only by a clock that is kept in step`() {
    #expect(clock("B", wall: 6_060_000).knowsGap(after: "A+0", last: last, wall: wall))
    let alone = clock("B", wall: 6_060_000, isSynchronised: false)
    #expect(!alone.knowsGap(after: "A+0", last: last, wall: wall))
    let behind = clock("B", wall: 5_999_999)
    #expect(!behind.knowsGap(after: "A+0", last: last, wall: wall))
    let years = clock("B", wall: 6_000_000 + 56 * 365 * 86_400_000)
    #expect(!years.knowsGap(after: "A+0", last: last, wall: wall))
  }

  @Test func `a gap of many years is no longer than a week`() {
    let years = clock("B", wall: 6_000_000 + 56 * 365 * 86_400_000)
    let ahead = years.ahead(after: "A+0", last: last, wall: wall)
    #expect(ahead + years.running - last.milliseconds == 7 * 86_400_000)
  }
}
