import Vitals

extension ModelWatch {
  /// Takes a cuff result: it stands for itself, is merged into the last one, or is history.
  func take(_ result: ModelCuffResult, isManual: Bool, at time: Int) {
    guard result.isPlausible else {
      inflatingSince = nil
      return
    }
    let isStanding = isManual || time - result.time <= resultStands(at: time)
    guard isStanding, kept.map({ result.time >= $0.time }) ?? true else { return recall(result) }
    inflatingSince = nil
    guard let kept, result.time - kept.time < 25_000 else {
      keep(result)
      self.kept = result
      cuffFailures.end()
      judge(at: time) { $0.take(result) }
      return
    }
    let whole = ModelCuffResult(
      time: kept.time, parts: kept.parts.merging(result.parts) { _, newer in newer })
    let onlyAdds = result.parts.keys.allSatisfy { kept.parts[$0] == nil }
    results.removeAll { $0.time == kept.time }
    keep(whole)
    self.kept = whole
    judge(at: time) { $0.takeMerged(whole, onlyAddedParts: onlyAdds) }
  }

  /// Told late, or no longer standing: history, which raises nothing. Less than 25 s from another
  /// it is that measurement, told again.
  private func recall(_ result: ModelCuffResult) {
    guard !results.contains(where: { abs($0.time - result.time) < 25_000 }) else { return }
    keep(result)
  }

  /// A mistaken pressure leaves the one before it.
  func withdraw(at time: Int) {
    results.removeAll { $0.time == time }
    guard kept?.time == time else { return }
    kept = results.last
    for index in cuff.indices { cuff[index].withdraw() }
  }

  private func judge(at time: Int, _ take: (inout ModelCuffState) -> Void) {
    keptArrivedAt = time
    for index in cuff.indices {
      take(&cuff[index])
      if let kept, cuff[index].violates(kept) { violatedAt[cuff[index].level.condition] = time }
    }
  }

  private func keep(_ result: ModelCuffResult) {
    results.append(result)
    results = results.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }
}
