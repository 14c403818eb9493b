import Vitals

/// Who acts, when, and what the station knows besides.
struct ActContext: Sendable {
  let by: String?
  let now: Moment
  let wall: WallClock
  /// The protocols that `admit` may name.
  let protocols: [TreatmentProtocol]
  let defaultProtocol: String

  /// The moment of an `at=HH:MM`, at most an hour ago.
  func moment(_ time: ClockTime?) throws(Refusal) -> Moment {
    guard let time else { return now }
    let moment = wall.last(time, before: now)
    guard now - moment <= Self.backDatedMax else {
      throw Refusal(
        .argument, "that time is more than 60 min ago",
        remedy: "enter it with the present time and a note")
    }
    return moment
  }

  /// The moment of an `at=HH:MM` that concerns a session. It is told to the minute, so that the
  /// minute of the admission may begin before it.
  func moment(_ time: ClockTime?, after admission: Moment) throws(Refusal) -> Moment {
    let told = try moment(time)
    guard admission - told < .minutes(1) else {
      throw Refusal(
        .argument, "that time is before the admission",
        remedy: "enter it with the present time and a note")
    }
    return max(told, admission)
  }
  private static let backDatedMax = Span.minutes(60)
}

extension Bed {
  /// Does a nurse's verb; refused, nothing has changed.
  mutating func act(
    _ verb: Verb, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard watch.scope != .bareVitals else {
      throw Refusal(
        .conflict, "bare vitals have no session", remedy: "admit on a bed that has sessions")
    }
    let facts = try perform(verb, context, telling: &events)
    watch.session?.lastActAt = context.now
    return facts
  }

  private mutating func perform(
    _ verb: Verb, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    switch verb {
    case .admit(let admission): return try admit(admission, context, telling: &events)
    case .baseline(let given): return try setBaseline(given, context, telling: &events)
    case .start(let start): return try self.start(start, context, telling: &events)
    case .hold(let reason): return try hold(reason, context, telling: &events)
    case .resume: return try resume(context, telling: &events)
    case .stop(let reason): return try stop(reason, context, telling: &events)
    case .discharge(let authorisation):
      return try discharge(authorisation, context, telling: &events)
    case .cancel(let reason): return try cancel(reason, context, telling: &events)
    case .transfer(let to, let reason):
      return try transfer(to: to, reason, context, telling: &events)
    case .entry(let entry): return try enter(entry, context, telling: &events)
    case .correct(let id, let entry, let reason):
      return try correct(id, entry, reason, context, telling: &events)
    case .limit(let change): return try setLimit(change, context, telling: &events)
    case .acknowledge(let reference):
      return try acknowledge(reference, context, telling: &events)
    case .going(let reference): return try go(reference, context, telling: &events)
    case .audioPause(let span): return try pauseAudio(span, context, telling: &events)
    case .audioResume: return try resumeAudio(context, telling: &events)
    case .alarmPause(let vital, let span, let reason):
      return try pauseAlarm(vital, span, reason, context, telling: &events)
    case .alarmResume: return try resumeAlarm(context, telling: &events)
    case .away(let reason): return try leave(reason, context, telling: &events)
    case .back: return try comeBack(context, telling: &events)
    case .unhook: return try unhook(context, telling: &events)
    case .handover(let from, let to):
      return handOver(from: from, to: to, context, telling: &events)
    case .undo: return try undo(context, telling: &events)
    case .emergency:
      watch.emergencySince = watch.emergencySince ?? context.now
      return []
    case .move, .rebind, .startOfDay, .endOfDay:
      throw Refusal(
        .argument, "this verb concerns the whole station", remedy: "send it to the station")
    }
  }

  /// The session, in one of these phases.
  func session(in phases: [Phase], for verb: String) throws(Refusal) -> Session {
    guard let session = watch.session else {
      throw Refusal(
        .conflict, "\(verb): bed \(name) has no session", remedy: "admit a patient first")
    }
    guard phases.contains(session.phase) else {
      throw Refusal(
        .conflict, "\(verb): bed \(name) is \(session.phase.rawValue)",
        remedy: "possible while \(phases.map(\.rawValue).joined(separator: ", "))")
    }
    return session
  }
}
