/// One level of a continuous vital. Each question is answered by walking back through what was
/// judged of the readings.
struct ModelContinuousState {
  let level: ModelContinuousLevel
  /// The limit that holds now: a nurse, or oxygen, may have moved it.
  private(set) var limit: ModelLimit
  private(set) var isPresent = false
  private var endedAt: Int?
  private var judged: [Judgement] = []

  /// A usable reading against the limit of its moment.
  private struct Judgement {
    var time: Int
    var freshUntil: Int
    var violates: Bool
    /// The beginning of the unbroken run of violating readings up to this one.
    var violatesSince: Int?
    /// And of readings beyond the deadband.
    var insideSince: Int?
  }

  init(_ level: ModelContinuousLevel) {
    self.level = level
    limit = level.limit
  }

  /// Since when every usable reading violates; nil: the last one does not.
  var onset: Int? { judged.last?.violatesSince }
  /// Since when every usable reading is beyond the deadband.
  var insideSince: Int? { judged.last?.insideSince }

  /// Takes a usable reading, in the order of the inputs: rule 4 ends, rule 5 counts.
  mutating func read(_ value: Double, at time: Int, freshUntil: Int) {
    judge(value, at: time, freshUntil: freshUntil)
    if isPresent {
      if let inside = insideSince, time - inside >= level.clearAfter {
        isPresent = false
        endedAt = time
      }
    } else if case .total(let total, let within) = level.test {
      isPresent = timeViolated(at: time, within: within) >= total
    }
  }

  /// A condition's limits are others from now on: the reading that stands is judged once more.
  mutating func move(
    to number: Double, standing: (value: Double, freshUntil: Int)?, at time: Int
  ) {
    limit.number = number
    if let standing { read(standing.value, at: time, freshUntil: standing.freshUntil) }
  }

  /// After all inputs of the instant: rules 2 and 3.
  mutating func completeDelay(isUsable: Bool, at time: Int) {
    guard !isPresent, isUsable, case .delay(let delay) = level.test, let onset,
      time - onset >= delay
    else { return }
    isPresent = true
  }

  private mutating func judge(_ value: Double, at time: Int, freshUntil: Int) {
    let violates = limit.isViolated(by: value)
    let isInside = limit.isBeyondDeadband(value)
    judged.append(
      Judgement(
        time: time, freshUntil: freshUntil, violates: violates,
        violatesSince: violates ? judged.last?.violatesSince ?? time : nil,
        insideSince: isInside ? judged.last?.insideSince ?? time : nil))
  }

  /// Rule 5: how long the then latest usable reading violated, each at most until it is stale.
  private func timeViolated(at now: Int, within: Int) -> Int {
    let from = max(now - within, endedAt ?? Int.min)
    var next = now
    var sum = 0
    for judgement in judged.dropLast().reversed() {
      guard next > from else { break }
      if judgement.violates {
        sum += max(0, min(next, judgement.freshUntil) - max(judgement.time, from))
      }
      next = judgement.time
    }
    return sum
  }
}
