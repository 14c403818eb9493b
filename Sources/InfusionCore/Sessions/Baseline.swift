import Vitals

extension Session {
  /// Two measurements before the start that are this far apart make a baseline.
  static let baselineApart = Span.seconds(60)

  /// The median of at least two cuff results at least 60 s apart, measured after `admit`, and
  /// before the drug could change them.
  func measuredBaseline(_ results: [CuffResult], before start: Moment) -> CuffResult? {
    let own = results.filter { $0.at >= admittedAt && $0.at <= start }
    guard let first = own.first, let last = own.last, last.at - first.at >= Self.baselineApart
    else { return nil }
    return CuffResult(
      at: last.at, sbp: Self.median(own.compactMap(\.sbp)),
      dbp: Self.median(own.compactMap(\.dbp)), map: Self.median(own.compactMap(\.map)))
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
