import Vitals

/// All that is known of a bed's cuff: the result that stands, what came before, and failures.
public struct Cuff: Hashable, Codable, Sendable {
  /// The last kept result; newer parts within 25 s are merged into it.
  public private(set) var kept: CuffResult?
  /// Kept results, oldest first.
  public private(set) var results: [CuffResult] = []
  /// Failures in a row since the last result.
  private(set) var failures = 0
  private var failureReadAt: Moment?
  /// A result that was too low or without pulse pressure came since the last good one.
  private(set) var isTooLow = false
  private(set) var inflatingSince: Moment?
  /// When the kept result arrived, or was last changed by a merge.
  private(set) var keptAt: Moment?
  private(set) var detectors: [CuffDetector]

  /// Results less than this apart are one measurement.
  private static let mergeWithin = Span.seconds(25)
  /// A session of 10 hours with a result each 25 s; older ones are forgotten first.
  private static let resultsKeptMax = 1440

  init(rules: [CuffRule]) { detectors = rules.map { CuffDetector(rule: $0) } }

  /// Takes the parts that came together; what no longer stands is history, and raises nothing.
  mutating func receive(
    _ result: CuffResult, isStanding: Bool, baseline: CuffResult?, at now: Moment
  ) {
    guard result.isPlausible else {
      inflatingSince = nil
      if result.isTooLow { isTooLow = true }
      return
    }
    guard isStanding else { return recall(result) }
    guard let kept, result.at - kept.at < Self.mergeWithin else {
      keep(result, at: now)
      for index in detectors.indices {
        detectors[index].receive(result, baseline: baseline, at: now)
      }
      return
    }
    guard result.at >= kept.at else { return recall(result) }
    let merged = kept.merged(with: result)
    self.kept = merged
    keptAt = now
    inflatingSince = nil
    results[results.count - 1] = merged
    for index in detectors.indices {
      detectors[index].receive(
        merged: merged, onlyExtended: kept.isOnlyExtended(by: result), baseline: baseline, at: now)
    }
  }

  /// A result told late, after a newer one: it is history, and raises nothing.
  private mutating func recall(_ result: CuffResult) {
    let isKnown = results.contains {
      abs(($0.at - result.at).milliseconds) < Self.mergeWithin.milliseconds
    }
    guard !isKnown else { return }
    let next = results.firstIndex { $0.at > result.at } ?? results.endIndex
    results.insert(result, at: next)
    forgetOldest()
  }

  private mutating func forgetOldest() {
    if results.count > Self.resultsKeptMax { results.removeFirst() }
  }

  /// Takes back a result that was entered by mistake. What it raised is judged as if it had never
  /// come, if it is the one that stands.
  mutating func withdraw(at moment: Moment) {
    results.removeAll { $0.at == moment }
    guard kept?.at == moment else { return }
    kept = results.last
    for index in detectors.indices { detectors[index].withdraw() }
  }

  private mutating func keep(_ result: CuffResult, at now: Moment) {
    kept = result
    keptAt = now
    results.append(result)
    forgetOldest()
    failures = 0
    isTooLow = false
    inflatingSince = nil
  }

  /// The monitor says that a measurement failed.
  mutating func fail() {
    failures += 1
    inflatingSince = nil
  }

  /// The monitor shows that the last measurement failed; as long as it goes on showing it, that is
  /// one failure.
  mutating func readFailure(at now: Moment) {
    let isSame = failureReadAt.map { now - $0 < Self.mergeWithin } ?? false
    failureReadAt = now
    if !isSame { fail() }
  }

  /// The monitor says that the cuff is inflating.
  mutating func inflate(at now: Moment) { inflatingSince = inflatingSince ?? now }

  mutating func settle(at now: Moment) {
    for index in detectors.indices { detectors[index].settle(at: now) }
  }

  mutating func change(to rules: [CuffRule]) {
    for index in detectors.indices {
      if let rule = rules.first(where: { $0.condition == detectors[index].rule.condition }) {
        detectors[index].change(to: rule)
      }
    }
  }

  /// Other rules from now on; what an equal rule has begun to judge goes on.
  mutating func judge(by rules: [CuffRule]) {
    detectors = rules.map { rule in
      detectors.first { $0.rule == rule } ?? CuffDetector(rule: rule)
    }
  }

  func deadline(_ deadline: inout Deadline) {
    for index in detectors.indices { detectors[index].deadline(&deadline) }
  }
}
