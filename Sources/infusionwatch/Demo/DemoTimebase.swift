import Station
import Synchronization
import Vitals

/// The demonstration's clock: it stands at the opening until it is let go, then it runs `speed`
/// times faster than life, so that getting ready costs the patients no time.
final class DemoTimebase: Timebase {
  let speed: Double
  /// The moment at which the demonstration opens.
  let opening: Moment
  let wallOffset: Span
  private let system = SystemTimebase()
  private let letGo = Mutex<Moment?>(nil)

  /// A clock that stands.
  init(speed: Double) {
    self.speed = speed
    opening = system.now
    wallOffset = system.wallOffset
  }

  /// Lets the clock run from now on.
  func begin() { letGo.withLock { $0 = $0 ?? system.now } }

  var now: Moment {
    guard let letGo = letGo.withLock(\.self) else { return opening }
    let passed = Double((system.now - letGo).milliseconds) * speed
    return opening + .milliseconds(Int64(passed))
  }

  var utcOffset: Span { system.utcOffset }

  func sleep(until moment: Moment) async throws {
    while now < moment {
      let left = Double((moment - now).milliseconds) / speed
      try await Task.sleep(for: .milliseconds(Int64(left.rounded(.up))), clock: .continuous)
    }
  }
}
