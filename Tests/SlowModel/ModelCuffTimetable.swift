/// When the next cuff result is overdue.
extension ModelBed {
  /// From when the interval counts: the last result, or the start.
  private var cuffSince: Int? {
    guard let session = watch.session, let started = session.startedAt else { return nil }
    return max(started, watch.results.last?.time ?? started)
  }

  /// Low and medium, so far past the interval.
  func overdueLevels(at time: Int) -> [Int] {
    overdueMoments.enumerated().filter { time >= $0.element }.map(\.offset)
  }

  /// When a result is overdue, low and medium.
  var overdueMoments: [Int] {
    guard let session = watch.session, let since = cuffSince else { return [] }
    let interval = watch.cuffInterval(after: since) * 60_000
    let grace = session.phase.isAfterStop ? session.rules.overdueRecovery : ModelRules.overdue
    let low = grace.low * 60_000
    var expected = (low: interval, medium: interval)
    if let own = ownCadence(slowerThan: interval + low) {
      let isTold = wasLate(after: interval + low, since: session.startedAt ?? 0)
      expected = (low: isTold ? own : interval, medium: own)
    }
    return [since + expected.low + low, since + expected.medium + grace.medium * 60_000]
  }

  /// A steady other cadence of the monitor: two gaps within a minute of each other, both later
  /// than was asked for.
  private func ownCadence(slowerThan longest: Int) -> Int? {
    let last = watch.results.suffix(3).map(\.time)
    guard last.count == 3, !watch.isOn(.bpHigh), !watch.isOn(.bpLow) else { return nil }
    let gaps = [last[1] - last[0], last[2] - last[1]]
    guard abs(gaps[0] - gaps[1]) <= 60_000, min(gaps[0], gaps[1]) > longest else { return nil }
    return max(gaps[0], gaps[1])
  }

  /// Whether it was told since the start that a result came late.
  private func wasLate(after longest: Int, since started: Int) -> Bool {
    zip(watch.results, watch.results.dropFirst()).contains { earlier, later in
      later.time - max(earlier.time, started) > longest
    }
  }
}
