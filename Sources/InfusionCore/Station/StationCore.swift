public import Vitals

/// The station as a value: readings, nurses' verbs, machine events and time go in, actions come
/// out.
///
/// An instant stays open while inputs of its moment arrive; it is settled, and its events told, by
/// the first input of a later moment or by `.time` at the instant itself. So all inputs of an
/// instant come before every delay that completes in it, and advancing to b by way of a is
/// advancing to b.
public struct StationCore: Hashable, Codable, Sendable {
  /// The beds, in the order in which one instant's events are told.
  public private(set) var beds: [Bed] = []
  private var deadlines: [Moment?] = []
  private(set) var conditions = StationConditions()
  private var stationDeadline: Moment?
  private var protocols: [TreatmentProtocol] = []
  private var defaultProtocol = ""
  /// What the clock on the wall shows.
  public private(set) var wall = WallClock()
  private var day = StationDay()
  var names = SessionNames()
  /// The moment of the last input.
  public private(set) var now: Moment?
  /// The beds that took an input at `now` and are not settled yet.
  private var open: [Int] = []
  private var isStationOpen = false
  /// What other rules had told, until the difference is told.
  private var toldBefore: [Event]?

  /// An empty station: the first input is `.setUp`.
  public init() {}

  /// Takes one input. A moment before the last one is taken as the last one: time never decreases.
  public mutating func receive(_ input: Input, at moment: Moment) -> [Action] {
    let moment = max(moment, now ?? moment)
    var events: [Event] = []
    settle(before: moment, telling: &events)
    // What was raised before a nurse begins or ends the day is counted before.
    day.count(events[...])
    let counted = events.count
    now = moment
    if case .time = input { settle(upTo: moment, telling: &events) }
    let reply = take(input, at: moment, telling: &events)
    day.count(events[counted...])
    return actions(for: input, events, reply)
  }

  private func actions(for input: Input, _ events: [Event], _ reply: Reply?) -> [Action] {
    var actions: [Action] = []
    if input != .time || !events.isEmpty { actions.append(.persist) }
    for event in events { actions.append(.announce(event)) }
    if let reply { actions.append(.reply(reply)) }
    if let wake = nextWake { actions.append(.wake(at: wake)) }
    return actions
  }

  /// An open instant wants to be settled now, everything else at its deadline.
  private var nextWake: Moment? {
    if !open.isEmpty || isStationOpen { return now }
    return nextDeadline
  }

  private var nextDeadline: Moment? {
    (deadlines + [stationDeadline]).compactMap { $0 }.min()
  }

  // Settling

  private mutating func settle(before moment: Moment, telling events: inout [Event]) {
    if let now, now < moment { settleOpen(at: now, telling: &events) }
    while let next = nextDeadline, next < moment { settleDue(at: next, telling: &events) }
  }

  private mutating func settle(upTo moment: Moment, telling events: inout [Event]) {
    settleOpen(at: moment, telling: &events)
    while let next = nextDeadline, next <= moment { settleDue(at: next, telling: &events) }
  }

  /// Settles the instant of the last inputs, together with what is due in it.
  private mutating func settleOpen(at moment: Moment, telling events: inout [Event]) {
    guard !open.isEmpty || isStationOpen else { return }
    settleDue(at: moment, telling: &events)
  }

  private mutating func settleDue(at moment: Moment, telling events: inout [Event]) {
    let isWholeStation =
      isStationOpen || conditions.isRestless || stationDeadline.map { $0 <= moment } ?? false
    if isWholeStation {
      conditions.settleGateways(StationConditions.View(beds: beds), at: moment)
    }
    for index in beds.indices {
      let isDue = deadlines[index].map { $0 <= moment } ?? false
      guard isDue || isWholeStation || open.contains(index) else { continue }
      deadlines[index] = beds[index].settle(
        at: moment, isGatewayLost: conditions.isGatewayLost(beds[index], at: moment),
        telling: &events)
    }
    if isWholeStation { settleStation(at: moment, telling: &events) }
    open = []
    isStationOpen = false
  }

  private mutating func settleStation(at moment: Moment, telling events: inout [Event]) {
    let view = StationConditions.View(beds: beds)
    conditions.settle(view, at: moment, telling: &events)
    var deadline = Deadline(after: moment)
    conditions.deadline(&deadline, view)
    stationDeadline = deadline.earliest
    if let told = toldBefore { events += differences(from: told, at: moment) }
    toldBefore = nil
  }

  // Inputs

  private mutating func take(
    _ input: Input, at moment: Moment, telling events: inout [Event]
  ) -> Reply? {
    switch input {
    case .setUp(let setup): setUp(setup)
    case .readings(let bed, let readings, let monitor):
      let bound = monitor.map { owner(of: $0) } ?? bed
      guard let bound, let index = open(bed: bound) else { return nil }
      beds[index].receive(readings, monitor: monitor, at: moment)
    case .machine(let bed, let machine):
      guard let index = open(bed: owner(of: machine.monitor) ?? bed) else { return nil }
      beds[index].receive(machine, at: moment, telling: &events)
      isStationOpen = true
    case .act(let bed, let verb, let by):
      return act(verb, bed: bed, by: by, at: moment, telling: &events)
    case .station(let event):
      if case .clock(let offset, let utcOffset, _) = event {
        wall = WallClock(offset: offset, utcOffset: utcOffset)
      }
      if case .resumed(_, let told) = event { toldBefore = told }
      if case .blind(_, _, isGapCertain: false) = event {
        for index in beds.indices { beds[index].watch.session?.doubtDrugClock() }
      }
      conditions.receive(event, at: moment)
      isStationOpen = true
    case .time: break
    }
    return nil
  }

  /// The bed to which a monitor is bound now.
  private func owner(of monitor: String?) -> String? {
    guard let monitor else { return nil }
    return beds.first { $0.setup.monitors.contains { $0.name == monitor } }?.name
  }

  private mutating func open(bed name: String) -> Int? {
    guard let index = beds.firstIndex(where: { $0.name == name }) else { return nil }
    if !open.contains(index) { open.append(index) }
    return index
  }

  /// Takes a configuration: a bed that stays keeps all that is known of it; one with a session
  /// stays in any case.
  private mutating func setUp(_ setup: StationSetup) {
    protocols = setup.protocols
    defaultProtocol = setup.defaultProtocol
    let rules = protocols.first { $0.name == defaultProtocol } ?? protocols.first
    guard let rules else { return }
    let active = beds.filter { $0.watch.session != nil }
    let gone = active.filter { bed in !setup.beds.contains { $0.bed == bed.name } }
    beds =
      setup.beds(keepingMonitorsOf: active.map(\.setup)).map { own in
        guard var bed = beds.first(where: { $0.name == own.bed }) else {
          return Bed(setup: own, rules: rules)
        }
        bed.change(to: own, rules: rules)
        return bed
      } + gone
    deadlines = Array(repeating: nil, count: beds.count)
    open = Array(beds.indices)
    isStationOpen = true
  }

  private mutating func act(
    _ verb: Verb, bed name: String, by: String?, at moment: Moment,
    telling events: inout [Event]
  ) -> Reply {
    let context = ActContext(
      by: by, now: moment, wall: wall, protocols: protocols, defaultProtocol: defaultProtocol)
    do {
      return .accepted(try act(verb, bed: name, context, telling: &events))
    } catch {
      return .refused(error)
    }
  }

  private mutating func act(
    _ verb: Verb, bed name: String, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    if let told = actOnStation(verb, context) {
      events += told
      isStationOpen = true
      return told.flatMap(\.facts)
    }
    guard let index = beds.firstIndex(where: { $0.name == name }) else {
      throw Refusal(
        .unknownBed, "there is no bed \(name)",
        remedy: "use \(beds.map(\.name).joined(separator: ", "))")
    }
    var facts: [Fact]
    switch verb {
    case .admit(let admission):
      facts = try admit(admission, to: index, context, telling: &events)
      facts += [day.caution(wall, at: context.now)].compactMap { $0 }
    case .move(let to): facts = try move(from: index, to: to, context, telling: &events)
    case .rebind(let monitor): facts = try rebind(index, to: monitor, context, telling: &events)
    case .baseline, .start, .hold, .resume, .stop, .discharge, .cancel, .transfer, .entry,
      .correct, .limit, .acknowledge, .going, .audioPause, .audioResume, .alarmPause,
      .alarmResume, .away, .back, .unhook, .handover, .undo, .emergency, .startOfDay, .endOfDay:
      facts = try beds[index].act(verb, context, telling: &events)
    }
    _ = open(bed: name)
    isStationOpen = true
    return facts
  }

  private mutating func admit(
    _ admission: Verb.Admission, to index: Int, _ context: ActContext,
    telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    let bed = beds[index].name
    let id = admission.session ?? names.next(of: bed)
    if names.isTaken(id) {
      throw Refusal(
        .conflict, "admit: there is, or was, a session \(id)",
        remedy: "leave session out, or give another id")
    }
    var named = admission
    named.session = id
    let facts = try beds[index].act(.admit(named), context, telling: &events)
    names.take(id, of: bed)
    return facts
  }

  /// What concerns the whole station, whatever bed it was sent to; nil: nothing does.
  private mutating func actOnStation(_ verb: Verb, _ context: ActContext) -> [Event]? {
    if case .acknowledge(.id(let id)) = verb {
      return conditions.acknowledge(id: id, by: context.by, at: context.now)
    }
    if verb == .startOfDay { return [day.start(beds, context)] }
    return verb == .endOfDay ? [day.end(beds, context)] : nil
  }

  /// Carries the session, its alerts and clocks to a free bed.
  private mutating func move(
    from index: Int, to name: String, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard beds[index].watch.session != nil else {
      throw Refusal(
        .conflict, "move: bed \(beds[index].name) has no session",
        remedy: "admit a patient first")
    }
    guard let target = beds.firstIndex(where: { $0.name == name }) else {
      throw Refusal(.argument, "move: there is no bed \(name)", remedy: "name a bed of the station")
    }
    guard target != index, beds[target].watch.session == nil else {
      throw Refusal(.conflict, "move: bed \(name) is taken", remedy: "name a free bed")
    }
    beds[target].finishAlerts(at: context.now, telling: &events)
    beds[target].watch = beds[index].watch
    beds[target].watch.session?.lastActAt = context.now
    beds[index].lastClosed = nil
    beds[target].lastClosed = nil
    let rules = protocols.first { $0.name == defaultProtocol }
    beds[index].beginOutside(rules: rules ?? beds[index].watch.rules)
    _ = open(bed: name)
    events.append(
      beds[target].event(
        .sessionMoved, at: context.now,
        [
          Fact("from", .text(beds[index].name)), Fact("to", .text(name)),
          .text("by", context.by),
        ]))
    return [Fact("confirm", .text("take one reading at bed \(name)"))]
  }

  /// Gives a bed another monitor; the bed that had it loses it.
  private mutating func rebind(
    _ index: Int, to monitor: String, _ context: ActContext, telling events: inout [Event]
  ) throws(Refusal) -> [Fact] {
    guard
      let owner = beds.firstIndex(where: { bed in
        bed.setup.monitors.contains { $0.name == monitor }
      }), let setup = beds[owner].setup.monitors.first(where: { $0.name == monitor })
    else {
      throw Refusal(
        .argument, "rebind: there is no monitor \(monitor)",
        remedy: "name a monitor of the configuration")
    }
    guard owner == index || beds[owner].watch.session == nil else {
      throw Refusal(
        .conflict, "rebind: \(monitor) watches a patient on bed \(beds[owner].name)",
        remedy: "move that session first")
    }
    let state = beds[owner].equipment.concerned(monitor)
    if owner != index {
      var left = beds[owner].setup
      left.monitors.removeAll { $0.name == monitor }
      beds[owner].change(to: left, rules: beds[owner].watch.rules)
    }
    var taken = beds[index].setup
    taken.monitors.removeAll { other in other.vitals.contains { setup.vitals.contains($0) } }
    taken.monitors.append(setup)
    beds[index].change(to: taken, rules: beds[index].watch.rules)
    beds[index].equipment.take(state)
    _ = open(bed: beds[owner].name)
    events.append(
      beds[index].event(
        .monitorRebound, at: context.now,
        [Fact("monitor", .text(monitor)), .text("by", context.by)]))
    return []
  }
}
