import Vitals

/// What holds of one condition at the end of an instant.
struct ModelFinding {
  /// The present levels, counted from the mildest.
  var present: Set<Int>
  /// Of all levels.
  var priorities: [ModelPriority]
  /// The last usable values of the vitals that it judges.
  var values: [VitalSign: Double] = [:]
  /// The vitals that lost their signal or their pulse.
  var named: Set<VitalSign> = []
  /// Another condition hides it: it is not raised anew.
  var isHidden = false
  /// The instants of the last result and of the last violating one, for cuff conditions.
  var lastResult: Int?
  var lastViolation: Int?

  var deepest: Int { present.max() ?? 0 }
  var priority: ModelPriority { priorities[deepest] }

  /// A condition that is simply present.
  static func plain(_ priority: ModelPriority) -> ModelFinding {
    ModelFinding(present: [0], priorities: [priority])
  }
}

/// The life of one condition's occurrences.
struct ModelLife {
  enum Presence: String {
    case off
    case on
    case ack
    case latched
  }

  /// What a nurse knew when she took it.
  private struct Answer {
    var time: Int
    var priority: ModelPriority
    var values: [VitalSign: Double]
  }

  let condition: ModelCondition
  private(set) var presence = Presence.off
  /// How many occurrences there have been.
  private(set) var occurrences = 0
  private var deepest = 0
  private var priority = ModelPriority.information
  private var named: Set<VitalSign> = []
  /// It was high, and nobody has acknowledged it since.
  private var mustLatch = false
  /// The worst priority since it was raised, returned, escalated or withdrawn last.
  private var worst = ModelPriority.information
  /// Since when it has been waiting for an answer, and the steps already told.
  private var waitingSince = 0
  private var stepsTold = 0
  private var answer: Answer?
  /// The reminder before, or the acknowledgement, and how many were told since.
  private var remindedAt = 0
  private var reminders = 0
  private var wasToldOfNoResult = false
  /// When each level was present last, and each vital named.
  private var lastPresent: [Int: Int] = [:]
  private var lastNamed: [VitalSign: Int] = [:]

  private static let flicker = 180_000

  init(_ condition: ModelCondition) { self.condition = condition }

  /// Information makes no sound.
  var isAudible: Bool {
    presence == .latched || presence != .off && priority.rank > ModelPriority.information.rank
  }

  /// Every clock's beginning.
  var starts: [Int] {
    presence == .off ? [] : [waitingSince, remindedAt, answer?.time ?? waitingSince]
  }

  /// The end of one instant: what holds of the condition now, or nil.
  mutating func settle(_ finding: ModelFinding?, at time: Int) -> [ModelEvent] {
    var events: [ModelEvent] = []
    let name = change(to: finding, at: time)
    if let finding, presence != .off {
      deepest = finding.deepest
      priority = finding.priority
      named = finding.named
      for level in finding.present { lastPresent[level] = time }
      for vital in finding.named { lastNamed[vital] = time }
    }
    if let name { events.append(event(name, time)) }
    if isUnanswered(at: time) {
      stepsTold += 1
      events.append(event("alert.unanswered", time, "step \(stepsTold)"))
    }
    // One net event for each condition.
    if name == nil, let finding, isReminderDue(finding, at: time) {
      events.append(event("alert.reminded", time))
    }
    return events
  }

  private mutating func change(to finding: ModelFinding?, at time: Int) -> String? {
    switch (presence, finding) {
    case (.off, nil), (.latched, nil): return nil
    case (.off, .some(let finding)):
      guard !finding.isHidden else { return nil }
      priority = finding.priority
      if isSameOccurrence(finding, time) {
        presence = .ack
        return "alert.returned"
      }
      answer = nil
      mustLatch = false
      // An acknowledgement never covers the next occurrence, nor does what the last one named.
      lastPresent = [:]
      lastNamed = [:]
      occurrences += 1
      begin(finding, time)
      return "alert.raised"
    case (.latched, .some(let finding)):
      guard !finding.isHidden else { return nil }
      begin(finding, time)
      return "alert.returned"
    case (.on, nil), (.ack, nil):
      if presence == .on { answer = nil }
      presence = mustLatch ? .latched : .off
      return mustLatch ? "alert.latched" : "alert.closed"
    case (.on, .some(let finding)), (.ack, .some(let finding)): return move(to: finding, time)
    }
  }

  private mutating func begin(_ finding: ModelFinding, _ time: Int) {
    presence = .on
    priority = finding.priority
    worst = finding.priority
    mustLatch = mustLatch || finding.priority == .high
    waitingSince = time
    stepsTold = 0
  }

  private mutating func move(to finding: ModelFinding, _ time: Int) -> String? {
    let isUp = finding.priority.rank > priority.rank
    let isDeeper = finding.deepest > deepest
    let joined = finding.named.subtracting(named)
    let hasMoved = presence == .ack && answer.map { self.hasMoved(finding, from: $0) } ?? false
    if isUp || isDeeper || !joined.isEmpty || hasMoved {
      if presence == .ack {
        let isKept = !hasMoved && isKept(finding, isUp: isUp, isDeeper: isDeeper, joined, time)
        if !isKept {
          answer = nil
          begin(finding, time)
        }
      } else if isUp {
        begin(finding, time)
      }
      return isUp ? "alert.escalated" : "alert.worsened"
    }
    return finding.priority.rank < priority.rank ? "alert.eased" : nil
  }

  /// Flicker: back less than 3 min after it closed acknowledged, and not worse than was known. What
  /// a person enters or presses is new each time.
  private func isSameOccurrence(_ finding: ModelFinding, _ time: Int) -> Bool {
    guard let answer, time - answer.time < Self.flicker, !hasMoved(finding, from: answer) else {
      return false
    }
    let isEntered: [ModelCondition] = [.airway, .call, .emergency, .sedated, .symptom]
    return finding.priority.rank <= answer.priority.rank && !isEntered.contains(condition)
  }

  /// Flicker: whether an acknowledgement outlives what came now.
  private func isKept(
    _ finding: ModelFinding, isUp: Bool, isDeeper: Bool, _ joined: Set<VitalSign>, _ time: Int
  ) -> Bool {
    guard let answer, time - answer.time < Self.flicker else { return false }
    if isUp || isDeeper {
      let wasThere = lastPresent[finding.deepest].map { time - $0 < Self.flicker } ?? false
      let isBack = isUp && finding.priority.rank <= answer.priority.rank
      guard wasThere || isBack else { return false }
    }
    return joined.allSatisfy { vital in
      lastNamed[vital].map { time - $0 < Self.flicker } ?? false
    }
  }

  /// The value has moved from that at the acknowledgement by at least its margin.
  private func hasMoved(_ finding: ModelFinding, from answer: Answer) -> Bool {
    let margins: [(VitalSign, Double)] =
      switch condition {
      case .hrHigh: [(.hr, 20)]
      case .hrLow: [(.hr, -20)]
      case .spo2Low: [(.spo2, -4)]
      case .bpHigh: [(.sbp, 20), (.dbp, 10)]
      case .bpLow: [(.sbp, -15), (.map, -10)]
      default: []
      }
    return margins.contains { vital, margin in
      guard let then = answer.values[vital], let now = finding.values[vital] else { return false }
      return margin > 0 ? now - then >= margin : then - now >= -margin
    }
  }

  private func isUnanswered(at time: Int) -> Bool {
    guard presence == .on || presence == .latched else { return false }
    let steps =
      switch worst {
      case .information, .low: [Int]()
      case .medium: [180_000, 360_000]
      case .high: [30_000, 60_000]
      }
    return stepsTold < steps.count && time - waitingSince >= steps[stepsTold]
  }

  private mutating func isReminderDue(_ finding: ModelFinding, at time: Int) -> Bool {
    guard presence == .ack, priority.rank >= ModelPriority.medium.rank, let answer else {
      return false
    }
    let gaps = [180_000, 360_000, 720_000]
    let gap = reminders < gaps.count ? gaps[reminders] : 900_000
    let isDue = time - remindedAt >= gap
    if isDue, !condition.isOfCuff || finding.lastViolation == time {
      remindedAt = time
      reminders += 1
      return true
    }
    guard condition.isOfCuff else { return false }
    let hasNoResult = (finding.lastResult ?? 0) <= answer.time
    guard hasNoResult, !wasToldOfNoResult, time - answer.time >= 300_000 else { return false }
    wasToldOfNoResult = true
    return true
  }

  /// A nurse takes it; nil: there is nothing to take.
  mutating func acknowledge(
    values: [VitalSign: Double], at time: Int, endsWithIt: Bool
  ) -> [ModelEvent]? {
    switch presence {
    case .off: return nil
    case .ack: return []
    case .on, .latched:
      let isOver = presence == .latched
      let shown = presence == .latched ? .high : priority
      answer = endsWithIt ? nil : Answer(time: time, priority: shown, values: values)
      mustLatch = false
      remindedAt = time
      reminders = 0
      wasToldOfNoResult = false
      if presence == .on { presence = .ack }
      var events = [event("alert.acknowledged", time)]
      if isOver {
        presence = .off
        events.append(event("alert.closed", time))
      }
      return events
    }
  }

  /// A nurse is on her way; nil: to nothing.
  func go(at time: Int) -> ModelEvent? { presence == .off ? nil : event("alert.going", time) }

  /// The session ends, and every alert with it.
  mutating func finish(at time: Int) -> ModelEvent? {
    guard presence != .off else { return nil }
    // One that was acknowledged is remembered, should the end be taken back.
    if presence != .ack { answer = nil }
    presence = .off
    mustLatch = false
    return event("alert.closed", time)
  }

  private func event(_ name: String, _ time: Int, _ detail: String = "") -> ModelEvent {
    ModelEvent(
      time: time, bed: nil, name: name, condition: condition,
      priority: (presence == .latched ? .high : priority).rawValue, presence: presence.rawValue,
      detail: detail)
  }
}
