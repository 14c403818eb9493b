import Vitals

/// How these rules see the running sessions otherwise than those before them did.
extension StationCore {
  /// The events that lead from what was told to what is so now.
  ///
  /// - Parameter told: the last event of each alert and session that was open.
  func differences(from told: [Event], at now: Moment) -> [Event] {
    let shown = shownAlerts(at: now)
    let before = told.filter { $0.alert != nil }
    let over = before.compactMap { event in
      shown.contains { $0.facts.id == event.alert?.id }
        ? nil : event.over(at: now)
    }
    let changed = shown.compactMap { alert in
      change(of: alert, since: before.last { $0.alert?.id == alert.facts.id }, at: now)
    }
    return over + changed + phases(otherThan: told, at: now)
  }

  private func change(of alert: ShownAlert, since told: Event?, at now: Moment) -> Event? {
    guard let name = alert.facts.change(since: told?.alert) else { return nil }
    let session = beds.first { $0.name == alert.bed }?.watch.session
    return Event(
      moment: now, bed: alert.bed, session: session?.id, admitted: session?.admittedAt, name: name,
      alert: alert.facts)
  }

  private func phases(otherThan told: [Event], at now: Moment) -> [Event] {
    beds.compactMap { bed in
      guard let session = bed.watch.session,
        let last = told.last(where: { $0.session == session.id && $0.name == .phaseChanged }),
        let from = last.facts.first(where: { $0.key == "to" })?.value,
        from != .text(session.phase.rawValue)
      else { return nil }
      return Event(
        moment: now, bed: bed.name, session: session.id, admitted: session.admittedAt,
        name: .phaseChanged,
        facts: [Fact("from", from), Fact("to", .text(session.phase.rawValue))])
    }
  }
}

extension Event {
  /// The end of an alert that these rules would not have raised.
  fileprivate func over(at now: Moment) -> Event {
    var event = self
    event.moment = now
    event.name = .alertClosed
    event.alert?.presence = .off
    event.alert?.by = nil
    event.alert?.step = nil
    return event
  }
}

extension AlertFacts {
  /// What leads from what was told of an alert to what it is; nil: it is the same.
  fileprivate func change(since told: AlertFacts?) -> EventName? {
    guard let told else { return .alertRaised }
    if priority > told.priority { return .alertEscalated }
    if priority < told.priority { return .alertEased }
    return told.presence != .on && presence == .on ? .alertReturned : nil
  }
}
