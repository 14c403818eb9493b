public import Vitals

/// What a monitor showed once, to be shown again.
public struct RecordedVitals: Sendable {
  /// The most readings that are kept: nine days of HR and SpO2 once in a second.
  public static let mostReadings = 1_600_000
  /// How long the cuff measures before each result.
  private static let cuffTakes = Span.seconds(20)
  /// A number stands for so many times its interval; then the monitor shows none.
  private static let standsForIntervals: Int64 = 3

  private struct Told {
    var at: Span
    var content: Reading.Content
  }
  private struct Cuff {
    var measured: Span
    var parts: [VitalSign: Double]
  }

  private let standsFor: Span
  private var hr: [Told] = []
  private var spo2: [Told] = []
  private var cuffs: [Cuff] = []

  /// Nothing yet.
  ///
  /// - Parameter every: the nominal interval of HR and SpO2.
  public init(every: Span) { standsFor = every * Self.standsForIntervals }

  /// How many readings there are.
  public var count: Int { hr.count + spo2.count + cuffs.count }

  /// What was said next, at a time from the beginning that is not before the last one.
  ///
  /// - Parameter cuffAge: how old the cuff result among it was.
  public mutating func add(_ readings: [Reading], at time: Span, cuffAge: Span = .zero) {
    var parts: [VitalSign: Double] = [:]
    for reading in readings {
      switch reading.vital {
      case .hr: hr.append(Told(at: time, content: reading.content))
      case .spo2: spo2.append(Told(at: time, content: reading.content))
      case .sbp, .dbp, .map: parts[reading.vital] = reading.value
      }
    }
    guard !parts.isEmpty else { return }
    let measured = max(time - cuffAge, cuffs.last?.measured ?? time - cuffAge)
    // A result that was read again with its age is not another one.
    if let last = cuffs.last, last.parts == parts, measured - last.measured <= .seconds(1) {
      return
    }
    cuffs.append(Cuff(measured: measured, parts: parts))
  }

  /// What the monitor shows at a time from the beginning.
  public func shown(at time: Span) -> ShownVitals {
    let next = cuffs.partitioningIndex { $0.measured > time }
    let cuff = next > 0 ? cuffs[next - 1] : nil
    let begins = next < cuffs.count ? cuffs[next].measured - Self.cuffTakes : nil
    return ShownVitals(
      hr: content(of: hr, at: time), spo2: content(of: spo2, at: time),
      cuff: cuff.map {
        ShownCuff(
          sbp: $0.parts[.sbp], dbp: $0.parts[.dbp], map: $0.parts[.map],
          rate: content(of: hr, at: $0.measured).number, age: time - $0.measured)
      },
      inflating: begins.flatMap { $0 <= time ? time - $0 : nil })
  }

  private func content(of told: [Told], at time: Span) -> Reading.Content {
    let next = told.partitioningIndex { $0.at > time }
    guard next > 0, time - told[next - 1].at < standsFor else { return .absent(.notMeasured) }
    return told[next - 1].content
  }
}

extension Reading.Content {
  fileprivate var number: Double? { if case .value(let number) = self { number } else { nil } }
}

extension Array {
  /// The index of the first element that belongs to the second part of a sorted array.
  fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
