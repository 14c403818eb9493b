import Vitals

/// What a nurse holds back for a while; each has an end.
struct ModelPauses {
  struct Pause {
    var since: Int
    var until: Int
    var vital: VitalSign?
    /// A signal that it concerns has been lost since.
    var wasLost = false
    /// A link was lost: the absence goes on, but covers nothing any more.
    var isUncovered = false
  }

  var audio: Pause?
  var alarm: Pause?
  var away: Pause?
  var isNotBack = false
  var audioPresses: [Int] = []
  var alarmPresses: [Int] = []

  var ends: [Int] { [audio, alarm, away].compactMap { $0?.until } }
}

extension ModelBed {
  func pauseAudio(_ span: Int?, at time: Int) -> ModelAnswer {
    let span = span ?? 120_000
    guard watch.lives.contains(where: \.isAudible), span > 0, span <= 120_000,
      watch.pauses.audioPresses.filter({ time - $0 < 600_000 }).count < 2
    else { return .refused }
    watch.pauses.audioPresses.append(time)
    watch.pauses.audio = ModelPauses.Pause(since: time, until: time + span)
    return .accepted([paused("audio.paused", time + span, at: time)])
  }

  func pauseAlarm(_ vital: VitalSign?, _ span: Int?, at time: Int) -> ModelAnswer {
    let span = span ?? 300_000
    guard watch.session != nil, span > 0, span <= 300_000,
      watch.pauses.alarmPresses.filter({ time - $0 < 3_600_000 }).count < 3
    else { return .refused }
    watch.pauses.alarmPresses.append(time)
    watch.pauses.alarm = ModelPauses.Pause(since: time, until: time + span, vital: vital)
    return .accepted([paused("alarm.paused", time + span, at: time)])
  }

  func leave(at time: Int) -> ModelAnswer {
    guard let phase = watch.session?.phase,
      phase == .preparing || phase == .held || phase == .recovering, watch.pauses.away == nil
    else { return .refused }
    watch.pauses.away = ModelPauses.Pause(since: time, until: time + 600_000)
    watch.pauses.isNotBack = false
    return .accepted([paused("patient.away", time + 600_000, at: time)])
  }

  private func paused(_ name: String, _ until: Int, at time: Int) -> ModelEvent {
    event(name, at: time, "until \(Double(until) / 1000)")
  }

  func resumeAudio(at time: Int) -> ModelAnswer {
    watch.pauses.audio == nil ? .refused : .accepted(endAudio(at: time))
  }

  func resumeAlarm(at time: Int) -> ModelAnswer {
    watch.pauses.alarm == nil ? .refused : .accepted(endAlarm(at: time))
  }

  func comeBack(at time: Int) -> ModelAnswer {
    watch.pauses.away != nil || watch.pauses.isNotBack ? .accepted(endAway(at: time)) : .refused
  }

  private func endAudio(at time: Int) -> [ModelEvent] {
    guard watch.pauses.audio != nil else { return [] }
    watch.pauses.audio = nil
    return [event("audio.resumed", at: time)]
  }

  private func endAlarm(at time: Int) -> [ModelEvent] {
    guard watch.pauses.alarm != nil else { return [] }
    watch.pauses.alarm = nil
    return [event("alarm.resumed", at: time)]
  }

  func endAway(at time: Int) -> [ModelEvent] {
    guard watch.pauses.away != nil || watch.pauses.isNotBack else { return [] }
    if watch.pauses.away?.isUncovered == false { restartTechnical() }
    watch.pauses.away = nil
    watch.pauses.isNotBack = false
    return [event("patient.back", at: time)]
  }

  /// What an absence held starts its delays afresh.
  private func restartTechnical() {
    watch.signalLost.end()
    for index in watch.signals.indices { watch.signals[index].restart() }
    watch.technical.linkLost.restart()
    watch.technical.identity.restart()
    watch.technical.garbled.restart()
    watch.technical.frozen.restart()
    watch.technical.unmoved.restart()
    watch.technical.cuffFailed.restart()
    watch.technical.overdue.restart()
  }

  func endPauses(at time: Int) -> [ModelEvent] {
    endAudio(at: time) + endAlarm(at: time) + endAway(at: time)
  }

  /// A link of the bed is lost.
  func endPausesOfLostLink(at time: Int) -> [ModelEvent] {
    let events = endAudio(at: time) + endAlarm(at: time)
    if watch.pauses.away?.isUncovered == false {
      watch.pauses.away?.isUncovered = true
      restartTechnical()
    }
    return events
  }

  /// Each pause ends by itself: at its end, or once what was lost is back for 15 s.
  func settlePauses(at time: Int) -> [ModelEvent] {
    var events: [ModelEvent] = []
    if let audio = watch.pauses.audio, time >= audio.until { events += endAudio(at: time) }
    if let alarm = watch.pauses.alarm {
      let signals = watch.signals.filter { signal in
        signal.isExpected && (alarm.vital == nil || alarm.vital == signal.vital)
      }
      if signals.contains(where: { !$0.usable.holds }) { watch.pauses.alarm?.wasLost = true }
      let isCuffBack =
        alarm.vital?.isCuff ?? false && watch.keptArrivedAt.map { $0 > alarm.since } ?? false
      if time >= alarm.until || isCuffBack || (alarm.wasLost && areBack(signals, at: time)) {
        events += endAlarm(at: time)
      }
    }
    return events + settleAway(at: time)
  }

  private func settleAway(at time: Int) -> [ModelEvent] {
    let signals = watch.signals.filter(\.isExpected)
    if let away = watch.pauses.away {
      if signals.contains(where: { !$0.usable.holds }) { watch.pauses.away?.wasLost = true }
      if away.wasLost && areBack(signals, at: time) { return endAway(at: time) }
      guard time >= away.until else { return [] }
      if areBack(signals, at: time) { return endAway(at: time) }
      if !away.isUncovered { restartTechnical() }
      watch.pauses.away = nil
      watch.pauses.isNotBack = true
      return []
    }
    return watch.pauses.isNotBack && areBack(signals, at: time) ? endAway(at: time) : []
  }

  private func areBack(_ signals: [ModelSignal], at time: Int) -> Bool {
    !signals.isEmpty && signals.allSatisfy { $0.usable.hasHeld(for: 15_000, at: time) }
  }
}
