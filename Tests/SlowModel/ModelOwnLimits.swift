import Vitals

/// Where a session's own limits leave the levels of a condition: the first level of the limit's
/// priority stands there, deeper levels no milder, milder ones no deeper.
extension ModelSession {
  /// One level's limit of one part, in the order of the condition's levels.
  struct Rung {
    var priority: ModelPriority
    var number: Double
    var side: ModelSide
  }

  func moved(_ rungs: [Rung], of condition: ModelCondition, _ part: VitalSign) -> [Double] {
    var numbers = rungs.map(\.number)
    for own in limits where own.condition == condition && own.vital == part {
      let first = rungs.firstIndex { $0.priority == own.priority }.map { numbers[$0] }
      for (index, rung) in rungs.enumerated() {
        let isDeeper =
          rung.side == .above ? numbers[index] > own.number : numbers[index] < own.number
        let isOwn = rung.priority == own.priority && numbers[index] == first
        let isMilderLevel = rung.priority.rank < own.priority.rank
        if isOwn || isMilderLevel == isDeeper { numbers[index] = own.number }
      }
    }
    return numbers
  }
}
