import Synchronization
import Vitals

/// Whether a link's thread comes round when it said that it would.
final class LinkPulse: Sendable {
  /// A thread that comes round later than it said by more than this, in real time, is stuck.
  static let grace = Span.seconds(5)

  private let clock: LinkClock
  private let turnedAt: Atomic<Int64>
  private let promisedAt: Atomic<Int64>

  init(_ clock: LinkClock) {
    self.clock = clock
    turnedAt = Atomic(clock.now().milliseconds)
    promisedAt = Atomic(clock.now().milliseconds)
  }

  /// When the thread last came round.
  var lastTurn: Moment { Moment(milliseconds: turnedAt.load(ordering: .relaxed)) }

  /// Whether the thread has not come round by the moment that it gave itself.
  func isLate(at now: Moment) -> Bool {
    let promised = Moment(milliseconds: promisedAt.load(ordering: .relaxed))
    return now > promised + clock.span(ofReal: Self.grace)
  }

  /// The thread came round, and will again within this real time.
  func beat(within span: Span) {
    let now = clock.now()
    turnedAt.store(now.milliseconds, ordering: .relaxed)
    promisedAt.store((now + clock.span(ofReal: span)).milliseconds, ordering: .relaxed)
  }
}
