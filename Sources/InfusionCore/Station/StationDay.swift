import Vitals

/// One day of the station: looked at before the first patient, and summed up after the last.
struct StationDay: Hashable, Codable, Sendable {
  private var startedAt: Moment?
  private var raised = Raised()

  private struct Raised: Hashable, Codable, Sendable {
    var high = 0
    var medium = 0
    var low = 0
  }

  /// Counts the alerts that an instant raised.
  mutating func count(_ events: ArraySlice<Event>) {
    for event in events where event.name == .alertRaised {
      switch event.alert?.priority {
      case .high: raised.high += 1
      case .medium: raised.medium += 1
      case .low: raised.low += 1
      case .information, nil: break
      }
    }
  }

  /// What `admit` says on a day that nobody has looked at the station.
  func caution(_ wall: WallClock, at now: Moment) -> Fact? {
    if let startedAt, wall.local(startedAt).date == wall.local(now).date { return nil }
    return Fact("caution", .texts(["no start-of-day check today"]))
  }

  /// Begins the day: what is down, and how old each cuff result is.
  mutating func start(_ beds: [Bed], _ context: ActContext) -> Event {
    startedAt = context.now
    raised = Raised()
    let down = beds.flatMap { bed in
      bed.equipment.monitors.filter(\.isDown).map { "\($0.name) on bed \(bed.name)" }
    }
    let cuffs = beds.compactMap { bed in
      bed.watch.cuff.kept.map { "bed \(bed.name) \((context.now - $0.at).roughWords)" }
    }
    return event(
      .dayStarted, context,
      [Fact("links_down", .texts(down)), Fact("cuff_age", .texts(cuffs))])
  }

  /// Ends the day: open sessions, and the alarm burden since its start.
  func end(_ beds: [Bed], _ context: ActContext) -> Event {
    let open = beds.compactMap { bed in
      bed.watch.session.map { "bed \(bed.name) \($0.phase.rawValue)" }
    }
    return event(
      .dayEnded, context,
      [
        Fact("open_sessions", .texts(open)), Fact("high", .number(Double(raised.high))),
        Fact("medium", .number(Double(raised.medium))), Fact("low", .number(Double(raised.low))),
      ])
  }

  private func event(_ name: EventName, _ context: ActContext, _ facts: [Fact]) -> Event {
    Event(
      moment: context.now, bed: nil, session: nil, admitted: nil, name: name,
      facts: facts + [Fact.text("by", context.by)].compactMap { $0 })
  }
}

extension Span {
  /// Whole minutes, for an age.
  fileprivate var roughWords: String { "\(milliseconds / 60_000) min" }
}
