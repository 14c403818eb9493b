import Vitals

/// One reading of HR or SpO2 in the model.
struct ModelReading {
  var time: Int
  var content: ModelCell
  /// The value of a reading that is plausible.
  var usable: Double?

  init(time: Int, vital: VitalSign, content: ModelCell) {
    self.time = time
    self.content = content
    switch content {
    case .absent: usable = nil
    case .value(let value):
      let isPlausible = vital == .hr ? value >= 20 && value <= 300 : value >= 30 && value <= 100
      usable = isPlausible ? value : nil
    }
  }
}

/// All readings of one vital of one bed, of which the first `seen` have come.
struct ModelHistory {
  var readings: [ModelReading]
  var freshFor: Int
  private(set) var seen = 0
  private(set) var seenUsable: [(time: Int, value: Double)] = []

  init(_ readings: [ModelReading], freshFor: Int) {
    self.readings = readings
    self.freshFor = freshFor
  }

  /// Takes the next reading if it comes at this time, and returns its index.
  mutating func next(at time: Int) -> Int? {
    guard seen < readings.count, readings[seen].time == time else { return nil }
    if let value = readings[seen].usable { seenUsable.append((time, value)) }
    seen += 1
    return seen - 1
  }

  var latest: ModelReading? { seen > 0 ? readings[seen - 1] : nil }

  /// Usable while delays complete: a reading that goes stale at this very instant still counts.
  func isUsableForDelays(at time: Int) -> Bool {
    guard let latest, latest.usable != nil else { return false }
    return time - latest.time <= freshFor
  }

  /// Usable at the end of the instant, when what goes stale has gone stale.
  func isUsableAtEnd(of time: Int) -> Bool {
    guard let latest, latest.usable != nil else { return false }
    return time - latest.time < freshFor
  }
}

/// One level of a continuous vital. Each question is answered by walking back through the readings.
struct ModelContinuousState {
  let level: ModelContinuousLevel
  private(set) var isPresent = false
  private var endedAt: Int?

  init(_ level: ModelContinuousLevel) { self.level = level }

  /// Takes the reading at `index`, in the order of the inputs: rule 4 ends, rule 5 counts.
  mutating func read(_ history: ModelHistory, _ index: Int) {
    guard history.readings[index].usable != nil else { return }
    if isPresent {
      if hasCleared(history, index) {
        isPresent = false
        endedAt = history.readings[index].time
      }
    } else if case .total(let total, let within) = level.test {
      isPresent = timeViolated(history, index, within: within) >= total
    }
  }

  /// After all inputs of the instant: rules 2 and 3.
  mutating func completeDelay(_ history: ModelHistory, at time: Int) {
    guard !isPresent, case .delay(let delay) = level.test,
      history.isUsableForDelays(at: time)
    else { return }
    var index = history.seen - 1
    while index >= 0 {
      let reading = history.readings[index]
      index -= 1
      guard let value = reading.usable else { continue }
      guard level.limit.isViolated(by: value) else { return }
      if time - reading.time >= delay {
        isPresent = true
        return
      }
    }
  }

  /// Rule 4: an unbroken run beyond the deadband that began at least `clearAfter` ago.
  private func hasCleared(_ history: ModelHistory, _ last: Int) -> Bool {
    let now = history.readings[last].time
    var index = last
    while index >= 0 {
      let reading = history.readings[index]
      index -= 1
      guard let value = reading.usable else { continue }
      guard level.limit.isBeyondDeadband(value) else { return false }
      if now - reading.time >= level.clearAfter { return true }
    }
    return false
  }

  /// Rule 5: how long the then latest usable reading violated, each at most `freshFor`.
  private func timeViolated(_ history: ModelHistory, _ last: Int, within: Int) -> Int {
    let now = history.readings[last].time
    let from = max(now - within, endedAt ?? Int.min)
    var next = now
    var sum = 0
    var index = last - 1
    while index >= 0, next > from {
      let reading = history.readings[index]
      index -= 1
      guard let value = reading.usable else { continue }
      if level.limit.isViolated(by: value) {
        let until = min(next, reading.time + history.freshFor)
        sum += max(0, until - max(reading.time, from))
      }
      next = reading.time
    }
    return sum
  }
}
