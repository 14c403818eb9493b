import InfusionCore
import Vitals

/// One bed on the model's clock.
final class ModelBed {
  let name: String
  var setup: BedSetup
  var links: [ModelLink]
  var watch: ModelWatch
  /// A link that several monitors share is lost as a whole.
  var isGatewayLost = false {
    didSet { isOpen = isOpen || isGatewayLost != oldValue }
  }
  /// Whether anything came that is not settled yet.
  var isOpen = true
  private var agenda = ModelAgenda()
  /// The next moment at which anything can change by itself.
  private(set) var next: Int?
  /// The watch of a session that was closed a moment ago, in case that was a mistake.
  var lastClosed: (watch: ModelWatch, at: Int)?
  private var sessions = 0
  private var watches = 1
  /// What the station knows besides: its protocols, and the clock on the wall.
  var station = ModelStationFacts()

  init(_ setup: BedSetup, _ station: ModelStationFacts) {
    name = setup.bed
    self.setup = setup
    self.station = station
    links = setup.monitors.map { ModelLink(name: $0.name) }
    let isBare = setup.judging == .bareVitals
    watch = ModelWatch(
      isBare ? .bareVitals : .outside, idPrefix: isBare ? setup.bed : "\(setup.bed)-out1",
      rules: station.defaultRules)
  }

  /// Takes a configuration; what is known of the links that stay, stays.
  func setUp(_ setup: BedSetup) {
    self.setup = setup
    links = setup.monitors.map { monitor in
      links.first { $0.name == monitor.name } ?? ModelLink(name: monitor.name)
    }
  }

  /// Takes readings of one of the bed's monitors.
  func receive(_ readings: [Reading], monitor: String?, at time: Int) {
    let source =
      setup.monitors.first { $0.name == monitor }
      ?? (setup.monitors.count == 1 ? setup.monitors.first : nil)
    let ofOthers = setup.monitors.filter { $0.name != source?.name }.flatMap(\.vitals)
    let own = readings.filter { reading in
      source?.vitals.contains(reading.vital) ?? true || !ofOthers.contains(reading.vital)
    }
    watch.receive(
      own, every: source.map { Int($0.every.milliseconds) }, isUntrusted: isUntrusted(monitor),
      isManual: false, at: time)
  }

  /// Ends what is judged now and begins anew outside a session.
  func beginOutside() {
    watches += 1
    watch = ModelWatch(
      .outside, idPrefix: "\(name)-out\(watches)", rules: station.defaultRules)
  }

  /// Ends what is judged now and begins a session.
  func beginSession(_ id: String?, rules: ModelRules) {
    sessions += 1
    watch = ModelWatch(.session, idPrefix: id ?? "\(name)-\(sessions)", rules: rules)
  }

  /// The end of an instant: delays that complete, what goes stale, phases, then one net event per
  /// condition in the order of the conditions.
  func settle(at time: Int) -> [ModelEvent] {
    isOpen = false
    let isHeartUsable = watch.heart.isUsableForDelays(at: time)
    let isOxygenUsable = watch.oxygen.isUsableForDelays(at: time)
    for index in watch.continuous.indices {
      let isHeart = watch.continuous[index].level.vital == .hr
      watch.continuous[index].completeDelay(
        isUsable: isHeart ? isHeartUsable : isOxygenUsable, at: time)
    }
    for index in watch.cuff.indices { watch.cuff[index].completeRepeat(at: time) }
    seeSignals(at: time)
    var events = settlePauses(at: time)
    seeSignals(at: time)
    seeTechnical(at: time)
    noteLoudness(at: time)
    events += settlePhase(at: time)
    for index in watch.lives.indices {
      let found = finding(watch.lives[index].condition, at: time)
      events += watch.lives[index].settle(found, at: time)
    }
    agenda.pass(time)
    agenda.note(starts(at: time), at: time)
    next = ([agenda.next] + ends).compactMap { $0 }.filter { $0 > time }.min()
    return events.map(named)
  }

  /// The bed's name in an event.
  func named(_ event: ModelEvent) -> ModelEvent {
    var event = event
    event.bed = name
    return event
  }

  private func seeSignals(at time: Int) {
    for (index, history) in [watch.heart, watch.oxygen].enumerated() {
      watch.signals[index].see(
        history, isExpected: isExpected(history.vital), isHeld: isHeld(history.vital), at: time)
    }
    watch.pulseLost.see(
      watch.signals,
      lowBefore: ModelPulseLost.lowBefore(watch.oxygen, every: every(.spo2)), at: time)
    let saturation = watch.oxygen.usable.last?.value
    let isVulnerable =
      watch.session?.isVulnerable(saturation: saturation) ?? (saturation.map { $0 < 94 } ?? false)
    watch.signalLost.see(watch.signals, isVulnerable: isVulnerable, at: time)
    watch.signalLost.name(watch.signals, at: time, isOn: watch.isOn(.signalLost))
  }

  /// Once it had a usable reading in the session, and from the start if the bed has it.
  private func isExpected(_ vital: VitalSign) -> Bool {
    guard watch.scope != .outside else { return false }
    if watch.delivered.contains(vital) { return true }
    return watch.session?.startedAt != nil && monitor(of: vital) != nil
  }

  /// An alarm-pause of this vital, or of the bed.
  private func isHeld(_ vital: VitalSign) -> Bool {
    guard let pause = watch.pauses.alarm else { return false }
    return pause.vital == nil || pause.vital == vital
  }

  func monitor(of vital: VitalSign) -> MonitorSetup? {
    setup.monitors.first { $0.vitals.contains(vital) }
  }

  private func every(_ vital: VitalSign) -> Int {
    monitor(of: vital).map { Int($0.every.milliseconds) } ?? 1000
  }
}
