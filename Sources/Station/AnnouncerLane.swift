import Dispatch
import InfusionCore
import Synchronization
import Vitals

/// One announcer's own way out: in order, bounded, and never in the station's way.
final class AnnouncerLane: Sendable {
  /// The most events that wait; further ones are lost to this announcer, and counted.
  static let capacity = 4096

  let announcer: any Announcer
  private let queue: DispatchQueue
  private let waiting = Atomic(0)
  private let lost = Atomic(0)

  init(_ announcer: any Announcer) {
    self.announcer = announcer
    queue = DispatchQueue(label: announcer.name)
  }

  /// What became of an event that was handed over.
  enum Offer: Hashable {
    case taken
    /// The first that is taken after so many were lost.
    case takenAgain(afterLost: Int)
    case firstLost
    case lost
  }

  /// Hands an event over, or loses it where the announcer does not keep up.
  func offer(_ announcement: Announcement) -> Offer {
    offer { $0.tell(announcement) }
  }

  /// Lets the announcer know that all up to an event is told to nobody.
  func offerBegin(after sequence: Int64) -> Offer {
    offer { $0.begins(after: sequence) }
  }

  /// Hands a bed's minute over, or loses it.
  func offer(_ trend: BedTrend) -> Offer {
    offer { $0.tell(trend) }
  }

  /// Hands a bed's vital signs over, or loses them.
  func offer(_ vitals: BedVitals, at now: Moment, wall: WallClock) -> Offer {
    offer { $0.tell(vitals, at: now, wall: wall) }
  }

  private func offer(_ telling: @escaping @Sendable (any Announcer) -> Void) -> Offer {
    guard waiting.load(ordering: .relaxed) < Self.capacity else {
      return lost.add(1, ordering: .relaxed).oldValue == 0 ? .firstLost : .lost
    }
    waiting.add(1, ordering: .relaxed)
    queue.async { [self] in
      telling(announcer)
      waiting.subtract(1, ordering: .relaxed)
    }
    let lostBefore = lost.exchange(0, ordering: .relaxed)
    return lostBefore == 0 ? .taken : .takenAgain(afterLost: lostBefore)
  }

  /// Returns when all that waits was told, or after this long.
  func drain(within bound: Duration) async {
    let (done, finish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    queue.async { finish.finish() }
    let timer = Task {
      try? await Task.sleep(for: bound)
      finish.finish()
    }
    for await _ in done {}
    timer.cancel()
  }
}
