public import InfusionCore
public import Vitals

/// A second, simple, slow reading of `alerts.md` and `sessions.md`: the same inputs as the
/// station's, the events that their text promises.
///
/// It shares no rule and no figure with the core: of the core it knows only the words of inputs.
/// At every moment at which anything of a bed could change it asks all its questions of history.
public struct NightModel {
  private(set) var beds: [ModelBed] = []
  var station = ModelStationFacts()
  private var conditions = ModelStation()
  /// Of the station's own conditions; each bed has its own.
  private var agenda = ModelAgenda()
  private var now: Int?
  /// Whether inputs came at `now` that are not settled yet.
  private var isOpen = false

  /// A model of a station that has not been set up.
  public init() {}

  /// The events up to this input's moment, and those that the input tells at once.
  ///
  /// - Parameter accepted: what the station answered to a verb; the model goes by it only where it
  ///   does not judge the verb itself.
  public mutating func receive(
    _ input: Input, at moment: Moment, accepted: Bool? = nil
  ) -> ModelStep {
    let time = max(Int(moment.milliseconds), now ?? Int.min)
    var events: [ModelEvent] = []
    if let now, now < time, isOpen { events += settle(at: now) }
    while let next, next < time { events += settle(at: next) }
    now = time
    var answer: Bool?
    if case .time = input {
      if isOpen { events += settle(at: time) }
      while let next, next <= time { events += settle(at: next) }
    } else {
      isOpen = true
      (answer, events) = take(input, accepted, at: time, after: events)
    }
    return ModelStep(events: events, accepted: answer)
  }

  /// The next moment at which anything can change by itself.
  private var next: Int? { (beds.map(\.next) + [agenda.next]).compactMap(\.self).min() }

  private mutating func settle(at time: Int) -> [ModelEvent] {
    isOpen = false
    agenda.pass(time)
    conditions.seeGateways(beds, at: time)
    var events: [ModelEvent] = []
    for bed in beds where bed.isOpen || bed.next.map({ $0 <= time }) ?? false {
      events += bed.settle(at: time)
    }
    events += conditions.settle(beds, at: time)
    agenda.note(conditions.starts, at: time)
    return events
  }

  private mutating func take(
    _ input: Input, _ accepted: Bool?, at time: Int, after events: [ModelEvent]
  ) -> (Bool?, [ModelEvent]) {
    switch input {
    case .setUp(let setup): setUp(setup)
    case .readings(let name, let readings, let monitor):
      let owner = monitor == nil ? bed(name) : self.owner(of: monitor)
      owner?.isOpen = true
      owner?.receive(readings, monitor: monitor, at: time)
    case .machine(let name, let event):
      let owner = self.owner(of: event.concerned) ?? bed(name)
      owner?.isOpen = true
      return (nil, events + (owner?.receive(event, at: time) ?? []))
    case .act(let name, let verb, _):
      for bed in beds { bed.isOpen = true }
      let (isDone, told) = act(verb, on: name, accepted, at: time)
      return (isDone, events + told)
    case .station(let event):
      let isInSession = beds.contains { $0.watch.session != nil }
      conditions.receive(event, isInSession: isInSession, at: time)
      if case .clock(let offset, let utcOffset, _) = event {
        station.wallAhead = Int((offset + utcOffset).milliseconds)
        for bed in beds {
          bed.station = station
          bed.isOpen = true
        }
      }
    case .time: break
    }
    return (nil, events)
  }

  func bed(_ name: String) -> ModelBed? { beds.first { $0.name == name } }

  /// The bed to which a monitor is bound now.
  func owner(of monitor: String?) -> ModelBed? {
    guard let monitor else { return nil }
    return beds.first { $0.setup.monitors.contains { $0.name == monitor } }
  }

  private mutating func setUp(_ setup: StationSetup) {
    station.protocols = setup.protocols.map(\.name)
    station.defaultProtocol = setup.defaultProtocol
    let known = beds
    beds = setup.beds.map { own in
      var own = own
      own.monitors = monitors(own)
      let bed = known.first { $0.name == own.bed } ?? ModelBed(own, station)
      bed.setUp(own)
      return bed
    }
    for bed in beds {
      bed.station = station
      bed.isOpen = true
    }
    conditions.setUp(beds)
  }

  private mutating func act(
    _ verb: Verb, on name: String, _ accepted: Bool?, at time: Int
  ) -> (Bool?, [ModelEvent]) {
    switch verb {
    case .startOfDay, .endOfDay: return (accepted, [])
    case .acknowledge(.id(let id)):
      if let told = conditions.acknowledge(id, at: time) { return (true, told) }
    case .move(let target):
      let told = bed(name).flatMap { move($0, to: target, at: time) }
      return (told != nil, told ?? [])
    case .rebind(let monitor):
      let told = bed(name).flatMap { rebind($0, to: monitor, at: time) }
      return (told != nil, told ?? [])
    default: break
    }
    guard let bed = bed(name) else { return (false, []) }
    switch bed.act(verb, at: time) {
    case .accepted(let told): return (true, told)
    case .refused: return (false, [])
    }
  }
}

/// What the model expects of one input.
public struct ModelStep {
  public var events: [ModelEvent]
  /// Whether a verb is done; nil: it was no verb.
  public var accepted: Bool?
}
