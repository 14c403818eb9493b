import Vitals

extension Bed {
  mutating func acknowledge(
    _ reference: Verb.AlertReference, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let index = try alertIndex(reference)
    let condition = watch.alerts[index].condition
    let values = surroundings(condition).values
    let changes = watch.alerts[index].acknowledge(
      by: context.by, values: values, at: context.now)
    guard let changes else { throw Self.nothing("ack", condition.rawValue) }
    for change in changes { events.append(alertEvent(change, condition, at: context.now)) }
    if condition == .emergency { watch.emergencySince = nil }
    if condition == .call { watch.callSince = nil }
    return []
  }

  mutating func go(
    _ reference: Verb.AlertReference, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let index = try alertIndex(reference)
    let condition = watch.alerts[index].condition
    guard let change = watch.alerts[index].go(by: context.by) else {
      throw Self.nothing("going", condition.rawValue)
    }
    events.append(alertEvent(change, condition, at: context.now))
    return []
  }

  private func alertIndex(_ reference: Verb.AlertReference) throws(Refusal) -> Int {
    switch reference {
    case .condition(let condition):
      guard
        let index = watch.alerts.firstIndex(where: {
          $0.condition == condition && $0.occurrence != nil
        })
      else { throw Self.nothing("ack", condition.rawValue) }
      return index
    case .id(let id):
      guard let index = watch.alerts.firstIndex(where: { $0.occurrence?.id == id }) else {
        throw Self.nothing("ack", id)
      }
      return index
    }
  }

  private static func nothing(_ verb: String, _ what: String) -> Refusal {
    Refusal(
      .conflict, "\(verb): \(what) is not present", remedy: "it is over; look at the bed's alerts")
  }

  mutating func pauseAudio(
    _ span: Span?, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let audible = watch.alerts.compactMap(\.occurrence).filter(\.isAudible).map(\.id)
    guard !audible.isEmpty else {
      throw Refusal(
        .conflict, "audio-pause: bed \(name) has no alert that sounds",
        remedy: "there is nothing to pause")
    }
    let span = span ?? Pauses.audioMax
    guard span > .zero, span <= Pauses.audioMax else {
      throw Refusal(.argument, "audio-pause: at most 120 s", remedy: "use seconds=1 to 120")
    }
    guard watch.pauses.pressAudio(at: context.now) else {
      throw Refusal(
        .conflict, "audio-pause: twice in 10 min already", remedy: "acknowledge the alert")
    }
    let pause = Pause(
      by: context.by, reason: nil, since: context.now, until: context.now + span, vital: nil,
      covers: audible)
    watch.pauses.audio = pause
    events.append(paused(.audioPaused, pause))
    return [Fact("until", .moment(pause.until))]
  }

  mutating func resumeAudio(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard watch.pauses.audio != nil else { throw notPaused("audio-resume") }
    endAudioPause("nurse", by: context.by, at: context.now, telling: &events)
    return []
  }

  mutating func pauseAlarm(
    _ vital: VitalSign?, _ span: Span?, _ reason: String?, _ context: ActContext,
    telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(
      in: [.preparing, .infusing, .held, .recovering, .ready], for: "alarm-pause")
    let span = span ?? Pauses.alarmMax
    guard span > .zero, span <= Pauses.alarmMax else {
      throw Refusal(.argument, "alarm-pause: at most 5 min", remedy: "use minutes=1 to 5")
    }
    guard watch.pauses.pressAlarm(at: context.now) else {
      throw Refusal(
        .conflict, "alarm-pause: three times in an hour already",
        remedy: "look for the cause, or change the probe")
    }
    let pause = Pause(
      by: context.by, reason: reason, since: context.now, until: context.now + span, vital: vital)
    // It takes the place of an earlier one, which has ended with that.
    watch.technical.signalLost.restartPending(watch.pauses.heldSignals)
    watch.pauses.alarm = pause
    events.append(paused(.alarmPaused, pause))
    return [Fact("until", .moment(pause.until))]
  }

  mutating func resumeAlarm(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard watch.pauses.alarm != nil else { throw notPaused("alarm-resume") }
    endAlarmPause("nurse", by: context.by, at: context.now, telling: &events)
    return []
  }

  mutating func leave(
    _ reason: String, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    _ = try session(in: [.preparing, .held, .recovering], for: "away")
    guard watch.pauses.away == nil else {
      throw Refusal(.conflict, "away: the patient is away already", remedy: "say `back` first")
    }
    let pause = Pause(
      by: context.by, reason: reason, since: context.now, until: context.now + Pauses.awayMax,
      vital: nil)
    watch.pauses.away = pause
    watch.pauses.notBackSince = nil
    events.append(paused(.patientAway, pause))
    return [Fact("until", .moment(pause.until))]
  }

  mutating func comeBack(
    _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard watch.pauses.away != nil || watch.pauses.notBackSince != nil else {
      throw Refusal(.conflict, "back: the patient is not away", remedy: "nothing to end")
    }
    endAway("nurse", by: context.by, at: context.now, telling: &events)
    return []
  }

  private func notPaused(_ verb: String) -> Refusal {
    Refusal(.conflict, "\(verb): nothing is paused", remedy: "nothing to end")
  }

  private func paused(_ name: EventName, _ pause: Pause) -> Event {
    event(
      name, at: pause.since,
      [
        Fact("until", .moment(pause.until)), .text("vital", pause.vital?.rawValue),
        pause.covers.isEmpty ? nil : Fact("covers", .texts(pause.covers)),
        .text("reason", pause.reason), .text("by", pause.by),
      ])
  }
}
