/// The moments at which anything can change: more of them than needed does no harm.
///
/// Every clock of the model is a beginning, and every deadline lies one of the spans that the text
/// names after a beginning. So nobody lists deadlines.
struct ModelAgenda {
  private var known: Set<Int> = []
  private var due: Set<Int> = []
  private var ascending: [Int] = []

  /// The next moment.
  var next: Int? { ascending.last }

  /// A moment is done.
  mutating func pass(_ time: Int) {
    while let next = ascending.last, next <= time {
      ascending.removeLast()
      due.remove(next)
    }
  }

  /// New beginnings.
  mutating func note(_ starts: [Int], at time: Int) {
    for start in starts where known.insert(start).inserted {
      for moment in ModelSpans.all.map({ start + $0 })
      where moment > time && due.insert(moment).inserted {
        insert(moment)
      }
    }
  }

  /// Descending order, so that the next is the last.
  private mutating func insert(_ moment: Int) {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] > moment { low = middle + 1 } else { high = middle }
    }
    ascending.insert(moment, at: low)
  }
}

extension ModelBed {
  /// Every clock's beginning.
  func starts(at time: Int) -> [Int] {
    var starts = watch.lives.flatMap(\.starts) + watch.signals.flatMap(\.starts)
    starts += watch.continuous.flatMap { [$0.onset, $0.insideSince] }.compactMap { $0 }
    starts += watch.cuff.compactMap(\.firstViolating)
    starts += [watch.pulseLost.predicate.since, watch.kept?.time].compactMap { $0 }
    starts += watch.technical.starts
    starts += [
      watch.heart.unmovedSince(at: time), watch.oxygen.unmovedSince(at: time),
      watch.inflatingSince, watch.results.last?.time, watch.results.last.map { $0.time + 1 },
      watch.wasLoud ? nil : watch.loudAt, watch.wasHighInRecovery ? nil : watch.highInRecoveryAt,
    ].compactMap { $0 }
    if let session = watch.session {
      starts += [
        session.minimumEnds, session.oxygen?.since, session.unhookedAt, session.lostReadinessAt,
      ].compactMap { $0 }
      starts +=
        session.entries.suffix(8).flatMap { [$0.at, $0.at + 1] }
        + session.rules.slotsAt.compactMap {
          session.reached($0 * 60_000, at: time)
        }
      starts += [session.admittedAt, session.phaseSince, session.lastActAt]
      starts += [session.startedAt, session.stoppedAt].compactMap { $0 }
      if session.phase == .infusing, let zero = session.drugZero(at: time) { starts.append(zero) }
    }
    return starts + [plannedMoments(at: time)].flatMap { $0 }
  }

  /// The moments at which the drug clock ends, and is overrun by 10 %.
  private func plannedMoments(at time: Int) -> [Int] {
    guard let session = watch.session, session.phase == .infusing,
      let zero = session.drugZero(at: time), let minutes = session.planned
    else { return [] }
    let end = zero + minutes * 60_000
    return [end, end - 300_000 - 300_000, end + minutes * 6_000 - 300_000]
  }

  /// What has a moment of its own: pauses, cuff results, and readings that stand or count now.
  var ends: [Int?] {
    var ends: [Int?] = watch.pauses.ends
    ends.append(watch.heart.readings.last.map { $0.time + $0.freshFor })
    ends.append(watch.oxygen.readings.last.map { $0.time + $0.freshFor })
    // A monitor's own cadence is no span that the text names.
    ends += overdueMoments
    guard let session = watch.session, session.phase.isAfterStop else { return ends }
    // The median of the last 5 min.
    return ends + watch.saturations.suffix(400).map { $0.time + 300_001 }
  }
}
