import Vitals

/// The median of the values of the last minutes, kept sorted as they come and go.
struct SlidingMedian: Hashable, Codable, Sendable {
  private struct Sample: Hashable, Codable, Sendable {
    var at: Moment
    var value: Double
  }
  private var samples: [Sample] = []
  private var sorted: [Double] = []
  /// Ten a second over five minutes; more is thinned by leaving the oldest out.
  private static let samplesMax = 3000

  mutating func insert(_ value: Double, measuredAt: Moment, at now: Moment, over window: Span) {
    forget(before: now - window)
    guard measuredAt >= now - window else { return }
    if samples.count == Self.samplesMax { removeFirst() }
    let next = samples.lastIndex { $0.at <= measuredAt }.map { $0 + 1 } ?? 0
    samples.insert(Sample(at: measuredAt, value: value), at: next)
    sorted.insert(value, at: position(of: value))
  }

  /// The median of what is at most a window old; nil: nothing is.
  func median(at now: Moment, over window: Span) -> Double? {
    let old = samples.prefix { $0.at < now - window }
    guard old.isEmpty else {
      var rest = self
      rest.forget(before: now - window)
      return rest.median(at: now, over: window)
    }
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// When the oldest sample leaves the window: one millisecond after it is as old as the window.
  func changes(over window: Span) -> Moment? {
    samples.first.map { $0.at + window + .milliseconds(1) }
  }

  private mutating func forget(before start: Moment) {
    while let first = samples.first, first.at < start { removeFirst() }
  }

  private mutating func removeFirst() {
    let value = samples.removeFirst().value
    sorted.remove(at: position(of: value))
  }

  /// The first place that is not below the value.
  private func position(of value: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
