import Vitals

/// The parts with a value of one cuff result.
struct ModelCuffResult {
  var time: Int
  var parts: [VitalSign: Double]

  /// Every number in its range, and SBP > MAP > DBP of the parts that are there.
  var isPlausible: Bool {
    let ranges: [(VitalSign, ClosedRange<Double>)] = [
      (.sbp, 40...300), (.dbp, 20...200), (.map, 25...250),
    ]
    for (part, range) in ranges {
      if let value = parts[part], !range.contains(value) { return false }
    }
    let falling = [parts[.sbp], parts[.map], parts[.dbp]].compactMap { $0 }
    return zip(falling, falling.dropFirst()).allSatisfy { $0 > $1 }
  }
}

/// One level of cuff results. Its runs are counted anew from all results at each new one.
struct ModelCuffState {
  let level: ModelCuffLevel
  private(set) var isPresent = false
  /// Whether it was, before the last result that stands for itself.
  private var wasPresent = false
  /// The results as this level knows them; a merge may replace the last one.
  private var results: [ModelCuffResult] = []
  private var runs = Runs()

  init(_ level: ModelCuffLevel) { self.level = level }

  /// Takes a result that stands for itself.
  mutating func take(_ result: ModelCuffResult) {
    wasPresent = isPresent
    results.append(result)
    judge()
  }

  /// Takes the whole of the last result and one that came less than 25 s after it, as if it had
  /// come whole; a whole that does not violate brings no level back.
  mutating func takeMerged(_ whole: ModelCuffResult, onlyAddedParts: Bool) {
    guard violates(whole) || onlyAddedParts else { return }
    let isPresentNow = isPresent
    isPresent = wasPresent
    results[results.count - 1] = whole
    judge()
    if !violates(whole) { isPresent = isPresent && isPresentNow }
  }

  /// After all inputs of the instant: a request to repeat that nobody answered counts as bad.
  mutating func completeRepeat(at time: Int) {
    guard !isPresent, case .repeated(_, .some(let within)) = level.test,
      let first = runs.firstViolating, time - first >= within
    else { return }
    isPresent = true
  }

  private mutating func judge() {
    runs = countRuns()
    guard runs.lastCounted, let time = results.last?.time else { return }
    if let first = runs.firstViolating {
      switch level.test {
      case .atOnce: isPresent = true
      case .repeated(let apart, _): if time - first >= apart { isPresent = true }
      }
    } else if let first = runs.firstInside {
      let needed = level.priority == .high ? 60_000 : 0
      if time - first >= needed { isPresent = false }
    }
  }

  private func violates(_ result: ModelCuffResult) -> Bool {
    level.limits.contains { term in
      result.parts[term.part].map(term.limit.isViolated) ?? false
    }
  }

  private struct Runs {
    var firstViolating: Int?
    var firstInside: Int?
    var lastCounted = false
  }

  private func countRuns() -> Runs {
    var runs = Runs()
    var lastViolated: Set<VitalSign> = []
    for result in results {
      let named = level.limits.filter { result.parts[$0.part] != nil }
      let violating = violates(result)
      let lacksOne = lastViolated.contains { result.parts[$0] == nil }
      runs.lastCounted = !named.isEmpty && (violating || !lacksOne)
      guard runs.lastCounted else { continue }
      var isInside = true
      for term in named {
        guard let value = result.parts[term.part] else { continue }
        if term.limit.isViolated(by: value) {
          lastViolated.insert(term.part)
        } else {
          lastViolated.remove(term.part)
        }
        isInside = isInside && term.limit.isBeyondDeadband(value)
      }
      runs.firstViolating = violating ? runs.firstViolating ?? result.time : nil
      runs.firstInside = isInside ? runs.firstInside ?? result.time : nil
    }
    return runs
  }
}
