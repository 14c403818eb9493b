import Vitals

/// How long usable readings have violated a limit within a sliding window.
struct ViolatingTime: Hashable, Codable, Sendable {
  private struct Stretch: Hashable, Codable, Sendable {
    var from: Moment
    var to: Moment
  }
  /// Violating stretches, oldest first; neighbours are joined, so there are few.
  private var stretches: [Stretch] = []
  /// The latest usable reading, if it violated, and how long it counts at most.
  private var violatingSince: Moment?
  private var countsFor = Span.zero

  /// A usable reading came: the one before it has counted until now, at most its freshness.
  mutating func receive(violates: Bool, at now: Moment, freshFor: Span) {
    if let since = violatingSince {
      let end = min(now, since + countsFor)
      if let last = stretches.indices.last, stretches[last].to == since {
        stretches[last].to = end
      } else if end > since {
        stretches.append(Stretch(from: since, to: end))
      }
    }
    violatingSince = violates ? now : nil
    countsFor = freshFor
  }

  /// The violating time between two moments.
  mutating func total(from start: Moment, to end: Moment) -> Span {
    stretches.removeAll { $0.to <= start }
    return stretches.reduce(.zero) { sum, stretch in
      let from = max(stretch.from, start)
      let to = min(stretch.to, end)
      return to > from ? sum + (to - from) : sum
    }
  }

  /// When the oldest stretch that still counts began.
  func onset(from start: Moment) -> Moment? { stretches.first.map { max($0.from, start) } }

  /// Forgets what counted before a level ended.
  mutating func forget() { stretches = [] }
}
