/// When the next cuff result is overdue.
extension ModelBed {
  /// Follows the interval: once a result is due by one, that interval's end takes nothing back,
  /// unless another phase asks for another.
  func followCuffInterval(at time: Int) {
    guard let since = cuffSince else {
      watch.dueInterval = nil
      return
    }
    let plan = watch.session?.phase.plan
    if watch.dueInterval?.since != since || watch.dueInterval?.plan != plan {
      watch.dueInterval = nil
    }
    let interval = watch.cuffInterval(at: time, after: since) * 60_000
    let known = watch.dueInterval?.interval ?? .max
    if interval < known, time - since >= interval {
      watch.dueInterval = (since: since, interval: interval, plan: plan)
    }
  }

  /// From when the interval counts: the last result, or the start.
  private var cuffSince: Int? {
    guard let session = watch.session, let started = session.startedAt else { return nil }
    return max(started, watch.results.last?.time ?? started)
  }

  /// Low and medium, so far past the interval.
  func overdueLevels(at time: Int) -> [Int] {
    followCuffInterval(at: time)
    guard let session = watch.session, let due = watch.dueInterval else { return [] }
    let grace = session.phase.isAfterStop ? session.rules.overdueRecovery : ModelRules.overdue
    let low = grace.low * 60_000
    var expected = (low: due.interval, medium: due.interval)
    if let own = ownCadence(slowerThan: due.interval + low) {
      let isTold = wasLate(after: due.interval + low, since: session.startedAt ?? 0)
      expected = (low: isTold ? own : due.interval, medium: own)
    }
    var late: [Int] = []
    if time - due.since >= expected.low + low { late.append(0) }
    if time - due.since >= expected.medium + grace.medium * 60_000 { late.append(1) }
    return late
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
