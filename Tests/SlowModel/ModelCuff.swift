import Vitals

/// The parts with a value of one cuff result.
struct ModelCuffResult {
  /// When it was measured.
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
  var level: ModelCuffLevel
  /// The patient's own pressure, once it is confirmed.
  var baseline: ModelCuffResult?
  private(set) var isPresent = false
  /// Whether it was, before the last result that stands for itself.
  private var wasPresent = false
  private var isLastJudged = false
  /// The results as this level judged them; a merge may replace the last one.
  private var judged: [Judgement] = []
  private var runs = Runs()

  private struct Judgement {
    var time: Int
    /// The parts that the result has and this level names, and whether each violates.
    var violations: [VitalSign: Bool] = [:]
    var isInside = true

    var violates: Bool { violations.values.contains(true) }
  }

  init(_ level: ModelCuffLevel) { self.level = level }

  /// When a repeat that nobody answers counts as bad.
  var firstViolating: Int? { runs.firstViolating }

  /// Takes a result that stands for itself.
  mutating func take(_ result: ModelCuffResult) {
    wasPresent = isPresent
    isLastJudged = true
    judged.append(judgement(of: result))
    judge()
  }

  /// Takes the whole of the last result and one that came less than 25 s after it, as if it had
  /// come whole; a whole that does not violate brings no level back.
  mutating func takeMerged(_ whole: ModelCuffResult, onlyAddedParts: Bool) {
    let judgement = judgement(of: whole)
    guard judgement.violates || onlyAddedParts, !judged.isEmpty else { return }
    let isPresentNow = isPresent
    isPresent = wasPresent
    judged[judged.count - 1] = judgement
    judge()
    if !judgement.violates { isPresent = isPresent && isPresentNow }
  }

  /// The last result was a mistake: all is as it was before it.
  mutating func withdraw() {
    guard isLastJudged, !judged.isEmpty else { return }
    isLastJudged = false
    judged.removeLast()
    runs = countRuns()
    isPresent = wasPresent
  }

  /// After all inputs of the instant: a request to repeat that nobody answered counts as bad.
  mutating func completeRepeat(at time: Int) {
    guard !isPresent, case .repeated(_, .some(let within)) = level.test,
      let first = runs.firstViolating, time - first >= within
    else { return }
    isPresent = true
  }

  func violates(_ result: ModelCuffResult) -> Bool { judgement(of: result).violates }

  private mutating func judge() {
    runs = countRuns()
    guard runs.lastCounted, let time = judged.last?.time else { return }
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

  private func judgement(of result: ModelCuffResult) -> Judgement {
    var judgement = Judgement(time: result.time)
    for term in level.limits {
      guard let value = result.parts[term.part],
        let limit = term.limit.against(baseline?.parts[term.part])
      else { continue }
      let violates = limit.isViolated(by: value)
      judgement.violations[term.part] = violates || judgement.violations[term.part] ?? false
      judgement.isInside = judgement.isInside && limit.isBeyondDeadband(value)
    }
    return judgement
  }

  private struct Runs {
    var firstViolating: Int?
    var firstInside: Int?
    var lastCounted = false
  }

  private func countRuns() -> Runs {
    var runs = Runs()
    var lastViolated: Set<VitalSign> = []
    for result in judged {
      let lacksOne = lastViolated.contains { result.violations[$0] == nil }
      runs.lastCounted = !result.violations.isEmpty && (result.violates || !lacksOne)
      guard runs.lastCounted else { continue }
      for (part, violates) in result.violations {
        if violates { lastViolated.insert(part) } else { lastViolated.remove(part) }
      }
      runs.firstViolating = result.violates ? runs.firstViolating ?? result.time : nil
      runs.firstInside = result.isInside ? runs.firstInside ?? result.time : nil
    }
    return runs
  }
}
