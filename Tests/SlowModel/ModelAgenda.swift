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

  /// New beginnings, and readings that go stale at their own moments.
  mutating func note(_ starts: [Int], fresh stale: [Int], at time: Int) {
    var added: [Int] = []
    for start in starts where known.insert(start).inserted {
      added += ModelSpans.all.map { start + $0 }
    }
    added += stale
    for moment in added where moment > time && due.insert(moment).inserted {
      insert(moment)
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
    if let session = watch.session {
      starts += [session.admittedAt, session.phaseSince, session.lastActAt]
      starts += [session.startedAt, session.stoppedAt].compactMap { $0 }
      if session.phase == .infusing, let zero = session.drugZero(at: time) { starts.append(zero) }
    }
    return starts
  }

  /// When the readings that stand now go stale.
  var stale: [Int] {
    [watch.heart, watch.oxygen].compactMap { history in
      history.readings.last.map { $0.time + $0.freshFor }
    }
  }
}
