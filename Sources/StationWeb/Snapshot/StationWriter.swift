import InfusionCore
import Records
import Station
import Vitals

/// Writes the station and its beds as JSON, as snapshot calls and the stream give them.
struct StationWriter: Sendable {
  let now: Moment
  private let events: EventWriter

  init(now: Moment, wall: WallClock) {
    self.now = now
    events = EventWriter(axis: .admission, wall: wall)
  }

  init(_ view: StationView) { self.init(now: view.moment, wall: view.wall) }

  /// One bed with its alerts.
  func write(_ bed: Bed, alerts: [ShownAlert], to json: inout JSONText) {
    json.field("bed", bed.name)
    json.field("phase", bed.watch.session?.phase.rawValue ?? "idle")
    if let session = bed.watch.session, let shown = bed.shownSession(at: now) {
      json.object("session") { write(session, shown, to: &$0) }
    } else {
      json.field("session", nil)
    }
    write(BedVitals(bed, at: now), to: &json)
    json.objects("alerts", alerts.filter { $0.bed == bed.name }) { write($1, to: &$0) }
    json.objects("pauses", bed.shownPauses) { write($1, to: &$0) }
    json.objects("faults", bed.shownFaults) { json, fault in
      json.field("monitor", fault.monitor)
      json.field("reason", fault.reason)
    }
    write(bed.readiness(at: now), to: &json)
    json.list("verbs") { json in bed.verbs(at: now).forEach { json.value($0.rawValue) } }
  }

  /// The vital signs of a bed, under the key `vitals`.
  func write(_ bed: BedVitals, to json: inout JSONText) {
    json.object("vitals") { json in
      for shown in bed.vitals {
        json.object(shown.vital.rawValue) { write(shown, to: &$0) }
      }
    }
  }

  private func write(_ shown: ShownVital, to json: inout JSONText) {
    if let value = shown.value {
      json.field("value", value)
    } else {
      json.field("value", nil)
    }
    json.field("unit", shown.vital.unit)
    json.field("quality", shown.quality.rawValue)
    if let reason = shown.reason { json.field("reason", reason.rawValue) }
    if let measuredAt = shown.measuredAt {
      json.field("measured_at", events.time(measuredAt))
      json.field("age", (now - measuredAt).seconds)
    }
  }

  /// An alert that is present or latched: the fields of its event, and who answered it.
  func write(_ alert: ShownAlert, to json: inout JSONText) {
    let event = Event(
      moment: now, bed: alert.bed, session: alert.session, admitted: nil, name: .alertRaised,
      alert: alert.facts)
    if let bed = alert.bed { json.field("bed", bed) }
    events.write(alert.facts, message: event.message(), to: &json)
    if let at = alert.acknowledgedAt {
      json.field("acknowledged_by", alert.acknowledgedBy)
      json.field("acknowledged_at", events.time(at))
    }
    if let going = alert.going { json.field("going", going) }
    if alert.isAudioPaused { json.field("audio_paused", true) }
  }

  private func write(_ session: Session, _ shown: ShownSession, to json: inout JSONText) {
    json.field("id", session.id)
    json.field("protocol", session.rules.name)
    time("admitted_at", session.admittedAt, to: &json)
    if let by = session.admittedBy { json.field("admitted_by", by) }
    time("phase_since", session.phaseSince, to: &json)
    time("started_at", session.startedAt, to: &json)
    time("stopped_at", session.stoppedAt, to: &json)
    seconds("planned", session.planned, to: &json)
    seconds("drug_clock", shown.drugClock, to: &json)
    json.field("drug_clock_running", shown.isDrugClockRunning)
    json.field("drug_clock_uncertain", session.isDrugClockUncertain)
    seconds("infusion_left", shown.infusionLeft, to: &json)
    seconds("recovery_clock", shown.recoveryClock, to: &json)
    time("minimum_ends", shown.minimumEnds, to: &json)
    json.field("has_escort", session.escort != nil)
    json.field("on_oxygen", shown.isOnOxygen)
    time("undo_until", shown.undoUntil, to: &json)
    json.list("flags") { json in session.flags.forEach { json.value($0.rawValue) } }
    json.list("overrides") { json in session.overrides.forEach { json.value($0) } }
    if let baseline = session.baseline {
      json.object("baseline") { json in
        for vital in VitalSign.cuff {
          if let value = baseline[vital] { json.field(vital.rawValue, value) }
        }
        if let saturation = session.saturationBaseline { json.field("spo2", saturation) }
      }
    }
    json.objects("limits", session.limits) { json, limit in
      json.field("condition", limit.condition.rawValue)
      json.field("priority", limit.priority.rawValue)
      json.field("vital", limit.vital.rawValue)
      json.field("limit", limit.limit)
      json.field("reason", limit.reason)
      if let by = limit.by { json.field("by", by) }
    }
  }

  private func write(_ shown: ShownSession.ShownPause, to json: inout JSONText) {
    json.field("kind", shown.kind)
    json.field("by", shown.pause.by)
    if let reason = shown.pause.reason { json.field("reason", reason) }
    if let vital = shown.pause.vital { json.field("vital", vital.rawValue) }
    time("since", shown.pause.since, to: &json)
    time("until", shown.pause.until, to: &json)
  }

  private func write(_ readiness: Readiness?, to json: inout JSONText) {
    guard let readiness else { return json.field("readiness", nil) }
    json.object("readiness") { json in
      json.field("ready", readiness.isReady)
      json.objects("criteria", readiness.criteria) { json, criterion in
        json.field("name", criterion.name)
        json.field("met", criterion.isMet)
        time("earliest", criterion.earliest, to: &json)
      }
    }
  }

  private func time(_ key: String, _ moment: Moment?, to json: inout JSONText) {
    if let moment { json.field(key, events.time(moment)) }
  }

  private func seconds(_ key: String, _ span: Span?, to json: inout JSONText) {
    if let span { json.field(key, span.seconds) }
  }

  /// What a nurse should know beside that it was done.
  func write(_ facts: [Fact], to json: inout JSONText) {
    for fact in facts { events.write(fact, to: &json) }
  }

  /// The time of the answer, under the key `time`.
  func writeTime(to json: inout JSONText) { json.field("time", events.time(now)) }
}

extension StationWriter {
  /// The whole station: every bed, and the station's own alerts.
  func write(
    _ view: StationView, of configuration: WebInterface.Configuration, start: String,
    to json: inout JSONText
  ) {
    json.field("station", configuration.name)
    if configuration.isSimulated { json.field("simulated", true) }
    if view.speed != 1 { json.field("speed", view.speed) }
    json.field("start", start)
    json.field("seq", raw: "\(view.sequence)")
    writeTime(to: &json)
    json.objects("beds", view.beds) { write($1, alerts: view.alerts, to: &$0) }
    json.objects("alerts", view.alerts.filter { $0.bed == nil }) { write($1, to: &$0) }
    json.list("protocols") { json in view.protocols.forEach { json.value($0) } }
  }
}
