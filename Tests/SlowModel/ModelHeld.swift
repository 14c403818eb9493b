/// A predicate that holds over time: each level at exactly its delay, the whole ended when the
/// predicate has been false for 30 s without a break.
struct ModelHeld {
  private(set) var present: Set<Int> = []
  private var predicate = ModelStretch()
  private var wasHeld = false
  private var pausedUntil: Int?

  var starts: [Int] { [predicate.since, pausedUntil].compactMap { $0 } }
  var since: Int? { predicate.holds ? predicate.since : nil }

  /// `delays` are those of the levels that can come now, by level. A pause holds what is not
  /// present: no level comes, and what was pending starts afresh afterwards. What is present goes
  /// on.
  mutating func see(
    _ holds: Bool, since begin: Int? = nil, delays: [Int: Int], isPaused: Bool = false,
    at time: Int
  ) {
    predicate.see(holds, since: begin, at: time)
    let isHeld = isPaused && present.isEmpty
    if wasHeld, !isHeld { pausedUntil = time }
    wasHeld = isHeld
    for (level, delay) in delays
    where !isHeld && predicate.hasHeld(for: delay, at: time)
      && pausedUntil.map({ time - $0 >= delay }) ?? true
    {
      present.insert(level)
    }
    if predicate.hasNotHeld(for: 30_000, at: time) { present = [] }
  }

  /// An absence ends: nothing is present, and the delays start afresh.
  mutating func restart() { self = ModelHeld() }
}
