import Vitals

extension Bed {
  private static let openPhases: [Phase] = [.preparing, .infusing, .held, .recovering, .ready]

  mutating func enter(
    _ entry: Entry, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: Self.openPhases, for: "entry")
    guard session.entries.all.count < Entries.max else {
      throw Refusal(
        .conflict, "entry: the session holds \(Entries.max) entries",
        remedy: "correct an earlier one")
    }
    let at = try context.moment(entry.at, after: session.admittedAt)
    let recorded = watch.session?.entries.record(
      entry, at: at, enteredAt: context.now, by: context.by)
    guard let recorded else { return [] }
    take(entry, at: at, now: context.now)
    events.append(
      event(
        .entryRecorded, at: context.now,
        [Fact("id", .text(recorded.id))] + entry.facts
          + [entry.at == nil ? nil : Fact("at", .moment(at)), .text("by", context.by)]))
    return [Fact("id", .text(recorded.id))]
  }

  /// What an entry changes besides being kept.
  private mutating func take(_ entry: Entry, at: Moment, now: Moment) {
    let readings = entry.vitals.map { Reading($0.vital, $0.content, measuredAt: at) }
    if !readings.isEmpty {
      watch.receive(readings, every: nil, isUntrusted: false, isManual: true, at: now)
    }
    // Only what is said now is said of the clock as it is.
    if entry.drugClock == .confirmed, at == now { watch.session?.isDrugClockUncertain = false }
    watch.applyLimits(at: now)
  }

  mutating func correct(
    _ id: String, _ entry: Entry, _ reason: String, _ context: ActContext,
    telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: Self.openPhases, for: "correct")
    let at = entry.at == nil ? nil : try context.moment(entry.at, after: session.admittedAt)
    guard let before = watch.session?.entries.correct(id, to: entry, at: at) else {
      throw Refusal(
        .argument, "correct: there is no entry \(id)", remedy: "use the id that the entry got")
    }
    if before.entry.vitals.contains(where: \.vital.isCuff) { watch.cuff.withdraw(at: before.at) }
    take(entry, at: at ?? before.at, now: context.now)
    events.append(
      event(
        .entryCorrected, at: context.now,
        [Fact("id", .text(id))] + entry.facts + [
          at.map { Fact("at", .moment($0)) }, Fact("reason", .text(reason)),
          .text("by", context.by),
        ]))
    return []
  }

  mutating func setLimit(
    _ change: Verb.LimitChange, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let session = try session(in: Self.openPhases, for: "limit")
    let bound = try bound(change, session)
    let priority = change.priority ?? bound.priority ?? .medium
    let before = session.presentLimit(change.condition, priority, change.vital)
    watch.session?.limits.removeAll {
      $0.condition == change.condition && $0.priority == priority && $0.vital == change.vital
    }
    if let limit = change.limit {
      watch.session?.limits.append(
        SessionLimit(
          condition: change.condition, priority: priority, vital: change.vital, limit: limit,
          reason: change.reason, by: context.by))
    }
    let after = watch.session?.presentLimit(change.condition, priority, change.vital)
    watch.applyLimits(at: context.now)
    events.append(
      event(
        .limitChanged, at: context.now,
        [
          Fact("condition", .text(change.condition.rawValue)),
          Fact("priority", .text(priority.rawValue)),
          Fact("vital", .text(change.vital.rawValue)), .number("from", before),
          .number("to", after), Fact("reason", .text(change.reason)), .text("by", context.by),
        ]))
    return []
  }

  /// The protocol's bound for a limit; a limit without one, or beyond it, is refused.
  private func bound(
    _ change: Verb.LimitChange, _ session: Session
  ) throws(Refusal) -> LimitBound {
    let bounds = session.rules.bounds.filter {
      $0.condition == change.condition && $0.vital == change.vital
        && ($0.priority == nil || change.priority == nil || $0.priority == change.priority)
    }
    guard let bound = bounds.first else {
      let limit = "\(change.condition.rawValue) \(change.vital.rawValue)"
      throw Refusal(
        .argument, "limit: \(session.rules.name) has no bound for \(limit)",
        remedy: "only limits with a bound in the protocol can be set for a session")
    }
    let isAbove = change.condition == .hrHigh || change.condition == .bpHigh
    if let limit = change.limit,
      isAbove
        ? limit > bound.furthest
        : limit < bound.furthest
          || !change.vital.plausibleRange.contains(limit)
    {
      throw Refusal(
        .argument, "limit: \(limit.words) is beyond the protocol's bound",
        remedy: "go \(isAbove ? "up" : "down") to \(bound.furthest.words) at most")
    }
    return bound
  }
}
