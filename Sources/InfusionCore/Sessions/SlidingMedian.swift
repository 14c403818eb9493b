import Vitals

/// The median of the values of the last minutes, kept sorted as they come and go.
struct SlidingMedian: Hashable, Sendable {
  fileprivate struct Sample: Hashable, Decodable, Sendable {
    var at: Moment
    var value: Double
  }
  fileprivate var samples: [Sample] = []
  fileprivate var sorted: [Double] = []
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

  /// When the next sample leaves the window: one millisecond after it is as old as the window.
  func changes(after now: Moment, over window: Span) -> Moment? {
    samples.lazy.map { $0.at + window + .milliseconds(1) }.first { $0 > now }
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

extension SlidingMedian: Codable {
  private enum Keys: CodingKey { case times, values, samples }

  /// Reads it, also as earlier versions wrote it: sample by sample.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    if let times = try container.decodeIfPresent([Int64].self, forKey: .times) {
      let values = try container.decode([Double].self, forKey: .values)
      guard times.count == values.count else {
        throw DecodingError.dataCorruptedError(
          forKey: .values, in: container, debugDescription: "not one value for each time")
      }
      samples = zip(times, values).map { Sample(at: Moment(milliseconds: $0), value: $1) }
    } else {
      samples = try container.decode([Sample].self, forKey: .samples)
    }
    sorted = samples.map(\.value).sorted()
  }

  /// Writes two rows of numbers: it is most of a station.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(samples.map(\.at.milliseconds), forKey: .times)
    try container.encode(samples.map(\.value), forKey: .values)
  }
}
