import Vitals

extension Bed {
  /// Ends the pauses that are over.
  mutating func settlePauses(at now: Moment, telling events: inout [Event]) {
    if let audio = watch.pauses.audio, now >= audio.until {
      endAudioPause("time", at: now, telling: &events)
    }
    settleAlarmPause(at: now, telling: &events)
    settleAway(at: now, telling: &events)
  }

  private mutating func settleAlarmPause(at now: Moment, telling events: inout [Event]) {
    guard var alarm = watch.pauses.alarm else { return }
    let signals = expected(watch.pauses.heldSignals, at: now)
    if signals.contains(where: { !watch[$0].isUsable(after: now) }) { alarm.hasLost = true }
    watch.pauses.alarm = alarm
    let isCuffBack =
      (alarm.vital?.isCuff ?? false) && (watch.cuff.keptAt.map { $0 > alarm.since } ?? false)
    if now >= alarm.until {
      endAlarmPause("time", at: now, telling: &events)
    } else if isCuffBack || (alarm.hasLost && isBack(signals, at: now)) {
      endAlarmPause("signal", at: now, telling: &events)
    }
  }

  private mutating func settleAway(at now: Moment, telling events: inout [Event]) {
    let signals = expected(VitalSign.continuous, at: now)
    if watch.pauses.notBackSince != nil, isBack(signals, at: now) {
      endAway("signal", at: now, telling: &events)
    }
    guard var away = watch.pauses.away else { return }
    if signals.contains(where: { !watch[$0].isUsable(after: now) }) { away.hasLost = true }
    watch.pauses.away = away
    if away.hasLost, isBack(signals, at: now) {
      endAway("signal", at: now, telling: &events)
    } else if now >= away.until {
      endCover(isBack: isBack(signals, at: now), at: now, telling: &events)
    }
  }

  private func expected(_ vitals: [VitalSign], at now: Moment) -> [VitalSign] {
    let expected = watch.expectedVitals(setup, at: now)
    return vitals.filter { expected.isExpected($0) }
  }

  private func isBack(_ signals: [VitalSign], at now: Moment) -> Bool {
    watch.usableSince(signals).map { now - $0 >= Pauses.backFor } ?? false
  }

  mutating func endAudioPause(
    _ cause: String, by: String? = nil, at now: Moment, telling events: inout [Event]
  ) {
    guard watch.pauses.audio != nil else { return }
    watch.pauses.audio = nil
    events.append(ended(.audioResumed, cause, by: by, at: now))
  }

  mutating func endAlarmPause(
    _ cause: String, by: String? = nil, at now: Moment, telling events: inout [Event]
  ) {
    guard watch.pauses.alarm != nil else { return }
    watch.technical.signalLost.restartPending(watch.pauses.heldSignals)
    watch.pauses.alarm = nil
    events.append(ended(.alarmResumed, cause, by: by, at: now))
  }

  mutating func endAway(
    _ cause: String, by: String? = nil, at now: Moment, telling events: inout [Event]
  ) {
    guard watch.pauses.away != nil || watch.pauses.notBackSince != nil else { return }
    if watch.pauses.away?.isUncovered == false { watch.technical.restart() }
    watch.pauses.away = nil
    watch.pauses.notBackSince = nil
    events.append(ended(.patientBack, cause, by: by, at: now))
  }

  /// The time of the absence is over; whether the patient is back is another question.
  private mutating func endCover(isBack: Bool, at now: Moment, telling events: inout [Event]) {
    guard !isBack else { return endAway("time", at: now, telling: &events) }
    if watch.pauses.away?.isUncovered == false { watch.technical.restart() }
    watch.pauses.away = nil
    watch.pauses.notBackSince = now
  }

  /// A lost link would hide behind a silence; an absence goes on, but covers nothing any longer.
  mutating func endPausesOfLostLink(at now: Moment, telling events: inout [Event]) {
    endAudioPause("link", at: now, telling: &events)
    endAlarmPause("link", at: now, telling: &events)
    if watch.pauses.away?.isUncovered == false {
      watch.pauses.away?.isUncovered = true
      watch.technical.restart()
    }
  }

  private func ended(_ name: EventName, _ cause: String, by: String?, at now: Moment) -> Event {
    event(name, at: now, [Fact("cause", .text(cause)), .text("by", by)])
  }
}
