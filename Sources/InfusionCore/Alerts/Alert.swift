import Vitals

/// The life of one condition's alert: at most one occurrence at a time.
public struct Alert: Hashable, Codable, Sendable {
  /// What is wrong.
  public let condition: Condition
  /// The present or latched occurrence.
  public private(set) var occurrence: Occurrence?
  private var count = 0
  /// The last occurrence, if it closed acknowledged, and when.
  private var closed: Occurrence?
  private var closedAt: Moment?

  /// One change of an alert's life.
  struct Change: Hashable, Sendable {
    var name: EventName
    var occurrence: Occurrence
    var presence: AlertPresence
    var by: String?
    var step: Int?
  }

  /// What surrounds the condition at the end of an instant.
  struct Surroundings: Hashable, Sendable {
    /// The beginning of the ids of this bed or session.
    var idPrefix: String
    var isInhibited: Bool
    var values: AlertValues
    var cuff: CuffNews
  }

  init(_ condition: Condition) { self.condition = condition }

  /// Whether there is an occurrence, present or latched.
  var isOpen: Bool { occurrence != nil }

  /// Whether there ever was one.
  var wasTold: Bool { count > 0 }

  /// Whether a level is present.
  var isPresent: Bool { occurrence?.isPresent ?? false }

  /// Takes the state at the end of an instant; at most one change of the condition, and a step of
  /// an unanswered one.
  mutating func settle(_ finding: Finding?, _ surroundings: Surroundings, at now: Moment)
    -> [Change]
  {
    var changes: [Change] = []
    if let change = change(to: finding, surroundings, at: now) { changes.append(change) }
    if occurrence?.acknowledgement == nil, let step = occurrence?.unanswered.advance(at: now) {
      if let told = told(.alertUnanswered, step: step) { changes.append(told) }
    }
    return changes
  }

  private mutating func change(
    to finding: Finding?, _ surroundings: Surroundings, at now: Moment
  ) -> Change? {
    switch (occurrence, finding) {
    case (nil, nil): nil
    case (nil, let finding?):
      isUntold(finding, surroundings) ? nil : begin(finding, surroundings, at: now)
    case (let occurrence?, nil):
      occurrence.isPresent ? end(occurrence, surroundings.values, at: now) : nil
    case (let occurrence?, let finding?):
      occurrence.isPresent
        ? go(on: occurrence, finding, surroundings, at: now)
        : isUntold(finding, surroundings) ? nil : comeBack(finding, at: now)
    }
  }

  /// Nothing is raised of what is inhibited, or only waits for its end.
  private func isUntold(_ finding: Finding, _ surroundings: Surroundings) -> Bool {
    surroundings.isInhibited || !finding.holds
  }

  private mutating func begin(
    _ finding: Finding, _ surroundings: Surroundings, at now: Moment
  ) -> Change? {
    if var known = closed, let closedAt, now - closedAt < Acknowledgement.survivesFlickerFor,
      let acknowledgement = known.acknowledgement, acknowledgement.isFresh(at: now),
      finding.priority <= acknowledgement.priority, !condition.isEachTimeNew,
      !surroundings.values.areWorse(than: acknowledgement.values, for: condition)
    {
      known.finding = finding
      known.isPresent = true
      known.see(at: now)
      occurrence = known
      return told(.alertReturned)
    }
    count += 1
    let id = "\(surroundings.idPrefix)-\(condition.rawValue)-\(count)"
    occurrence = Occurrence(id: id, finding: finding, at: now)
    occurrence?.see(at: now)
    return told(.alertRaised)
  }

  /// The level ends with the value that ended it.
  private mutating func end(
    _ ending: Occurrence, _ values: AlertValues, at now: Moment
  ) -> Change? {
    occurrence?.see(at: now)
    occurrence?.isPresent = false
    if let vital = ending.finding.vital {
      occurrence?.finding.value = values[vital] ?? ending.finding.value
      occurrence?.finding.evaluable = true
    }
    if ending.isHighUnacknowledged { return told(.alertLatched) }
    return close(at: now)
  }

  private mutating func close(at now: Moment) -> Change? {
    let change = told(.alertClosed, presence: .off)
    closed = occurrence?.acknowledgement == nil ? nil : occurrence
    closedAt = now
    occurrence = nil
    return change
  }

  private mutating func comeBack(_ finding: Finding, at now: Moment) -> Change? {
    occurrence?.finding = finding
    occurrence?.isPresent = true
    occurrence?.acknowledgement = nil
    soundAgain(finding, at: now)
    return told(.alertReturned)
  }

  private mutating func go(
    on current: Occurrence, _ finding: Finding, _ surroundings: Surroundings, at now: Moment
  ) -> Change? {
    let further = finding.lost.contains { lost in
      !current.finding.lost.contains { $0.vital == lost.vital }
    }
    let isBeyondMargin =
      current.acknowledgement.map {
        surroundings.values.areWorse(than: $0.values, for: condition)
      } ?? false
    let isEscalated = finding.priority > current.finding.priority
    let isWorse =
      isEscalated || further || isBeyondMargin
      || (finding.priority == current.finding.priority && finding.level > current.finding.level
        && finding.priority > .information)
    let keeps = !isBeyondMargin && current.isFlicker(to: finding, at: now)
    occurrence?.see(at: now)
    occurrence?.finding = finding
    occurrence?.see(at: now)
    if finding.priority < current.finding.priority, !further, !isBeyondMargin {
      return told(.alertEased)
    }
    guard isWorse else { return remind(surroundings, at: now) }
    if !keeps, current.acknowledgement != nil || isEscalated { soundAgain(finding, at: now) }
    return told(isEscalated ? .alertEscalated : .alertWorsened)
  }

  /// Withdraws the acknowledgement; the wait for an answer begins anew.
  private mutating func soundAgain(_ finding: Finding, at now: Moment) {
    occurrence?.acknowledgement = nil
    occurrence?.going = nil
    occurrence?.unanswered = Unanswered(since: now, priority: finding.priority)
    if finding.priority == .high { occurrence?.isHighUnacknowledged = true }
    occurrence?.see(at: now)
  }

  private mutating func remind(_ surroundings: Surroundings, at now: Moment) -> Change? {
    guard let current = occurrence, current.finding.priority >= .medium,
      occurrence?.acknowledgement?.remind(condition, cuff: surroundings.cuff, at: now) == true
    else { return nil }
    return told(.alertReminded)
  }

  /// A nurse takes it; a latched one is over with that. Nil: there is nothing to acknowledge.
  mutating func acknowledge(by nurse: String?, values: AlertValues, at now: Moment) -> [Change]? {
    guard let current = occurrence else { return nil }
    guard current.acknowledgement == nil else { return [] }
    occurrence?.acknowledgement = Acknowledgement(
      at: now, by: nurse, priority: current.priority, values: values)
    occurrence?.isHighUnacknowledged = false
    guard var taken = told(.alertAcknowledged) else { return nil }
    taken.by = nurse
    if current.isPresent { return [taken] }
    return [taken] + [close(at: now)].compactMap { $0 }
  }

  /// A nurse is on the way. Nil: there is nothing to go to.
  mutating func go(by nurse: String?) -> Change? {
    guard occurrence != nil else { return nil }
    occurrence?.going = nurse ?? ""
    var change = told(.alertGoing)
    change?.by = nurse
    return change
  }

  /// The session ends, and every alert of it.
  mutating func finish(at now: Moment) -> Change? {
    occurrence == nil ? nil : close(at: now)
  }

  private func told(
    _ name: EventName, presence: AlertPresence? = nil, step: Int? = nil
  ) -> Change? {
    occurrence.map {
      Change(name: name, occurrence: $0, presence: presence ?? $0.presence, by: nil, step: step)
    }
  }

  func deadline(_ deadline: inout Deadline, cuff: CuffNews) {
    guard let occurrence else { return }
    guard let acknowledgement = occurrence.acknowledgement else {
      occurrence.unanswered.deadline(&deadline)
      return
    }
    guard occurrence.isPresent, occurrence.finding.priority >= .medium else { return }
    acknowledgement.deadline(&deadline, condition: condition, cuff: cuff)
  }
}

extension Condition {
  /// Entered or pressed by a person: each time is a new one, however soon.
  var isEachTimeNew: Bool {
    switch self {
    case .call, .emergency, .symptom, .sedated, .airway: true
    case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow, .pulseLost, .signalLost, .away, .noSession,
      .entryDue, .gatewayLost, .infusionComplete, .infusionEnding, .infusionHeld,
      .infusionOverrun, .linkFrozen, .linkGarbled, .linkIdentity, .linkLost, .nibpFailed,
      .nibpOverdue, .nibpSlot, .recheckDue, .recoveryComplete, .sessionForgotten, .stationClock,
      .stationLedger, .stationOverloaded, .stationRestarted, .stationUnwatched:
      false
    }
  }
}
