import Vitals

/// Tells a new cuff result from the old one that a monitor shows until the next.
struct CuffWatch: Hashable, Sendable {
  /// What one poll said of the cuff.
  enum Sight: Hashable, Sendable {
    /// Nothing that was not told before.
    case nothing
    /// A result, each part with the time of measurement if that is known.
    case result([Reading])
    /// A measurement began.
    case inflating
    /// A measurement failed.
    case failed
    /// The monitor has no result, each part with its reason.
    case absent([Reading])
  }

  /// How far the age may be off: it is told in seconds, and polls are not exact.
  static let tolerance = Span.seconds(5)

  private struct SeenAge: Hashable {
    var age: Span
    var at: Moment
  }
  /// The parts with a value that the poll before showed.
  private var last: [Reading] = []
  /// The age that was seen last, and when.
  private var lastAge: SeenAge?
  /// The parts of the result that was told last.
  private var told: [Reading]?
  private var measuring = false
  private var failing = false
  private var toldAbsence: [Reading]?

  /// Takes the cuff's parts as one poll showed them, and the result's age if the monitor tells it.
  mutating func saw(_ parts: [Reading], age: Span?, at now: Moment) -> Sight {
    guard !parts.isEmpty else { return .nothing }
    let reasons = parts.compactMap(\.absence)
    let values = parts.filter { $0.value != nil }
    defer {
      last = values
      if let age { lastAge = SeenAge(age: age, at: now) }
    }

    let began = reasons.contains(.measuring) && !measuring
    let failed = reasons.contains(.failed) && !failing
    failing = reasons.contains(.failed)
    if reasons.contains(.measuring) { measuring = true }
    if failed {
      measuring = false
      return .failed
    }
    if began { return .inflating }
    if failing || reasons.contains(.measuring) { return .nothing }
    guard !values.isEmpty else { return absent(parts) }
    toldAbsence = nil
    guard isNew(values, age: age, at: now) else { return .nothing }
    measuring = false
    told = values
    let measuredAt = age.map { now - $0 }
    return .result(values.map { Reading($0.vital, $0.content, measuredAt: measuredAt) })
  }

  private mutating func absent(_ parts: [Reading]) -> Sight {
    guard parts != toldAbsence else { return .nothing }
    toldAbsence = parts
    return .absent(parts)
  }

  /// The first result counts; after that, one that is younger than the last one can be by now. An
  /// age that stands still says nothing, so numbers that changed and stay so count as well.
  private func isNew(_ values: [Reading], age: Span?, at now: Moment) -> Bool {
    guard let told else { return true }
    guard let age, let lastAge else { return values != told || measuring }
    let olderBy = now - lastAge.at
    if age != lastAge.age, age < lastAge.age + olderBy - Self.tolerance { return true }
    return values != told && (values == last || age <= Self.completion)
  }

  /// Parts that follow a young result within this time complete it.
  private static let completion = Span.seconds(25)
}

extension Reading {
  fileprivate var absence: AbsenceReason? {
    switch content {
    case .value: nil
    case .absent(let reason): reason
    }
  }
}
