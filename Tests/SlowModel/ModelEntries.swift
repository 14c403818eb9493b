import InfusionCore
import Vitals

/// What a nurse enters, corrects, moves and takes.
extension ModelBed {
  func enter(_ entry: Entry, at time: Int) -> ModelAnswer {
    guard let session = watch.session, session.entries.count < 1000,
      let told = station.moment(entry.at, at: time), session.admittedAt - told < 60_000
    else { return .refused }
    let at = max(told, session.admittedAt)
    let id = "e\(session.entries.count + 1)"
    watch.session?.entries.append(ModelSession.Entered(id: id, at: at, entry: entry))
    take(entry, of: at, at: time)
    return .accepted([event("entry.recorded", at: time, id)])
  }

  func correct(_ id: String, to entry: Entry, at time: Int) -> ModelAnswer {
    guard let session = watch.session, let told = station.moment(entry.at, at: time),
      session.admittedAt - told < 60_000,
      let index = session.entries.firstIndex(where: { $0.id == id })
    else { return .refused }
    let before = session.entries[index]
    let at = entry.at == nil ? before.at : max(told, session.admittedAt)
    watch.session?.entries[index] = ModelSession.Entered(id: id, at: at, entry: entry)
    if before.entry.vitals.contains(where: \.vital.isCuff) {
      watch.withdraw(at: before.at)
    }
    take(entry, of: at, at: time)
    return .accepted([event("entry.corrected", at: time, id)])
  }

  /// Numbers that a nurse took are judged like a monitor's.
  private func take(_ entry: Entry, of told: Int, at time: Int) {
    let readings = entry.vitals.map {
      Reading($0.vital, $0.content, measuredAt: Moment(milliseconds: Int64(told)))
    }
    if !readings.isEmpty {
      watch.receive(readings, every: nil, isUntrusted: false, isManual: true, at: time)
    }
    watch.applyLimits(at: time)
  }

  func setLimit(_ change: Verb.LimitChange, at time: Int) -> ModelAnswer {
    guard watch.session != nil,
      let condition = ModelCondition(rawValue: change.condition.rawValue)
    else { return .refused }
    let asked = change.priority.flatMap { ModelPriority(rawValue: $0.rawValue) }
    let bound = ModelTable.bounds.first {
      $0.condition == condition && $0.vital == change.vital
        && ($0.priority == nil || asked == nil || $0.priority == asked)
    }
    guard let bound else { return .refused }
    let priority = asked ?? bound.priority ?? .medium
    if let number = change.limit {
      let isAbove = condition == .hrHigh || condition == .bpHigh
      guard isAbove ? number <= bound.furthest : number >= bound.furthest,
        change.vital.plausibleRange.contains(number)
      else { return .refused }
    }
    watch.session?.limits.removeAll {
      $0.condition == condition && $0.priority == priority && $0.vital == change.vital
    }
    if let number = change.limit {
      watch.session?.limits.append(
        ModelSession.Limit(
          condition: condition, priority: priority, vital: change.vital, number: number))
    }
    watch.applyLimits(at: time)
    return .accepted([event("limit.changed", at: time, condition.rawValue)])
  }

  // Alerts

  func acknowledge(
    _ alert: Verb.AlertReference, at time: Int
  ) -> ModelAnswer {
    guard let index = index(of: alert) else { return .refused }
    let condition = watch.lives[index].condition
    let isTouch = condition == .emergency || condition == .call
    let told = watch.lives[index].acknowledge(
      values: values(condition), at: time, endsWithIt: isTouch)
    guard let told else { return .refused }
    if condition == .emergency { watch.emergencySince = nil }
    if condition == .call { watch.callSince = nil }
    return .accepted(told.map(named))
  }

  func go(_ alert: Verb.AlertReference, at time: Int) -> ModelAnswer {
    guard let index = index(of: alert) else { return .refused }
    return watch.lives[index].go(at: time).map { .accepted([named($0)]) } ?? .refused
  }

  private func index(of alert: Verb.AlertReference) -> Int? {
    switch alert {
    case .condition(let condition):
      watch.lives.firstIndex { $0.condition.rawValue == condition.rawValue }
    case .id(let id):
      watch.lives.firstIndex {
        id == "\(watch.idPrefix)-\($0.condition.rawValue)-\($0.occurrences)"
      }
    }
  }
}
