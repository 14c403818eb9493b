/// The moments at which anything can change: more of them than needed does no harm.
enum ModelMoments {
  /// After a vital was lost, or a reading spoke of no pulse: levels, joining and clocks.
  private static let afterLoss = [0, 5_000, 10_000, 15_000, 30_000, 60_000]
  /// After a vital came back: clocks that start again, and ends.
  private static let afterReturn = [0, 15_000, 30_000]
  /// After a cuff result: a repeat that nobody took.
  private static let afterCuff = [0, 300_000]

  static func all(
    _ histories: [ModelHistory], cuff: [ModelCuffResult], rows: [Int]
  ) -> [Int] {
    var moments = rows
    for history in histories { moments += self.moments(of: history) }
    for result in cuff { moments += afterCuff.map { result.time + $0 } }
    moments.sort()
    var unique: [Int] = []
    for moment in moments where moment != unique.last { unique.append(moment) }
    return unique
  }

  private static func moments(of history: ModelHistory) -> [Int] {
    var moments: [Int] = []
    var wasUsable = false
    for (index, reading) in history.readings.enumerated() {
      guard let value = reading.usable else {
        moments += afterLoss.map { reading.time + $0 }
        wasUsable = false
        continue
      }
      for level in ModelTable.continuous where level.limit.isViolated(by: value) {
        if case .delay(let delay) = level.test { moments.append(reading.time + delay) }
      }
      if !wasUsable { moments += afterReturn.map { reading.time + $0 } }
      wasUsable = true
      let stale = reading.time + history.freshFor
      if index + 1 == history.readings.count || history.readings[index + 1].time > stale {
        moments += afterLoss.map { stale + $0 }
        wasUsable = false
      }
    }
    return moments
  }
}
