import InfusionCore
import Monitors
import Station
import Synchronization
import Vitals

/// A clock that a test moves by hand.
final class HandClock: Timebase {
  let speed = 1.0
  let wallOffset = Vitals.Span.milliseconds(1_772_355_600_000)
  let utcOffset = Vitals.Span.zero

  private struct State {
    var now = Moment(milliseconds: 1_000_000)
    var sleepers: [(until: Moment, wake: CheckedContinuation<Void, Never>)] = []
  }
  private let state = Mutex(State())

  var now: Moment { state.withLock(\.now) }

  func pass(_ span: Vitals.Span) {
    let woken = state.withLock { state in
      state.now = state.now + span
      let woken = state.sleepers.filter { $0.until <= state.now }
      state.sleepers.removeAll { $0.until <= state.now }
      return woken
    }
    for sleeper in woken { sleeper.wake.resume() }
  }

  func sleep(until moment: Moment) async throws {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        guard moment > state.now else { return true }
        state.sleepers.append((moment, continuation))
        return false
      }
      if isOver { continuation.resume() }
    }
    try Task.checkCancellation()
  }

  deinit { for sleeper in state.withLock(\.sleepers) { sleeper.wake.resume() } }
}

extension WebHarness {
  /// Lets so many seconds pass, in each of which bed 1's monitor tells its numbers.
  func pass(_ seconds: Int, on clock: HandClock, hr: Double = 72, spo2: Double = 97) async {
    for _ in 0..<seconds {
      clock.pass(.seconds(1))
      links.tell(hr: hr, spo2: spo2)
      _ = await station.look()
    }
  }

  /// A cuff result at bed 1.
  func cuff(_ sbp: Double, _ dbp: Double, _ map: Double) async {
    links.tell(
      .readings([
        Reading(.sbp, .value(sbp)), Reading(.dbp, .value(dbp)), Reading(.map, .value(map)),
      ]))
    _ = await station.look()
  }
}
