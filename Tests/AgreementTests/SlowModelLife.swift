/// One event, with what the model and the replay are compared by.
struct ModelEvent: Equatable, CustomStringConvertible {
  /// Milliseconds.
  var elapsed: Int
  var bed: String
  var name: String
  var condition: ModelCondition
  var priority: String
  var presence: String

  var description: String {
    "\(elapsed) bed \(bed) \(name) \(condition.rawValue) \(priority) \(presence)"
  }
}

/// The life of one condition's occurrences while nobody acknowledges.
struct ModelLife {
  enum State {
    case off
    case on
    case latched
  }

  let condition: ModelCondition
  let bed: String
  private let priorities: [ModelPriority]
  private(set) var state = State.off
  private var deepest: Int?
  private var wasHigh = false
  /// The worst priority since it was raised or returned, or escalated last.
  private var worst = ModelPriority.low
  /// Since when it has been waiting for an answer, and the steps already told.
  private var waitingSince = 0
  private var stepsTold = 0

  init(_ condition: ModelCondition, bed: String) {
    self.condition = condition
    self.bed = bed
    priorities = ModelTable.priorities(of: condition)
  }

  /// When the next unanswered step is due.
  var nextStep: Int? {
    guard state != .off else { return nil }
    let steps =
      switch worst {
      case .low: [Int]()
      case .medium: [180_000, 360_000]
      case .high: [30_000, 60_000]
      }
    return stepsTold < steps.count ? waitingSince + steps[stepsTold] : nil
  }

  /// The end of one instant: the deepest level that is present now, and whether a vital joined.
  mutating func settle(deepest now: Int?, joined: Bool, at time: Int) -> [ModelEvent] {
    var events: [ModelEvent] = []
    if let name = change(to: now, joined: joined, at: time) { events.append(event(name, time)) }
    if now != nil { deepest = now }
    if let due = nextStep, time >= due {
      stepsTold += 1
      events.append(event("alert.unanswered", time))
    }
    return events
  }

  private mutating func change(to now: Int?, joined: Bool, at time: Int) -> String? {
    switch (state, now) {
    case (.off, nil), (.latched, nil): return nil
    case (.off, .some(let level)):
      wasHigh = false
      begin(level, time)
      return "alert.raised"
    case (.latched, .some(let level)):
      begin(level, time)
      return "alert.returned"
    case (.on, nil):
      state = wasHigh ? .latched : .off
      return wasHigh ? "alert.latched" : "alert.closed"
    case (.on, .some(let level)): return move(from: deepest ?? level, to: level, joined, time)
    }
  }

  private mutating func begin(_ level: Int, _ time: Int) {
    state = .on
    deepest = level
    worst = priorities[level]
    wasHigh = wasHigh || worst == .high
    waitingSince = time
    stepsTold = 0
  }

  private mutating func move(from: Int, to level: Int, _ joined: Bool, _ time: Int) -> String? {
    deepest = level
    let (old, new) = (priorities[from], priorities[level])
    if new.rank > old.rank {
      worst = new
      wasHigh = wasHigh || new == .high
      waitingSince = time
      stepsTold = 0
      return "alert.escalated"
    }
    if level > from || joined { return "alert.worsened" }
    return new.rank < old.rank ? "alert.eased" : nil
  }

  private func event(_ name: String, _ time: Int) -> ModelEvent {
    let current = deepest.map { priorities[$0].rawValue } ?? ""
    let (priority, presence) =
      switch state {
      case .off: (current, "off")
      case .on: (current, "on")
      case .latched: (ModelPriority.high.rawValue, "latched")
      }
    return ModelEvent(
      elapsed: time, bed: bed, name: name, condition: condition, priority: priority,
      presence: presence)
  }
}
