import InfusionCore
import Vitals

/// What determined the events of one session, cut out of everything that reached the station.
///
/// The inputs are run through a copy of the station, so that each verb's answer, each monitor's
/// bed and each move is known. What was refused changed nothing, and is left out; so is what other
/// patients' monitors said.
struct SessionTrace {
  /// One thing that mattered, in the order in which the station took it.
  struct Step {
    var moment: Moment
    var matter: Matter
  }

  enum Matter {
    /// An input of the session's own bed.
    case own(Input)
    /// An event of the equipment of another bed.
    case equipment(bed: String, MachineEvent)
    /// The clock on the wall, or a time in which nothing was seen.
    case circumstance(Circumstance)
    /// What some bed has is different from now on.
    case beds(StationCore)
  }

  /// How long after its close a session may be taken up again.
  private static let undoableFor = Vitals.Span.seconds(60)

  let session: String
  /// The station just before the admission, and the moment and the rules of that.
  private(set) var before = StationCore()
  private(set) var admittedAt = Moment(milliseconds: 0)
  private(set) var rules: TreatmentProtocol?
  private(set) var steps: [Step] = []
  /// The session's events, as they were told.
  private(set) var events: [Event] = []
  private(set) var closedAt: Moment?
  /// The beds on which the session was, in the order of its coming, and those that lent a monitor.
  private(set) var beds: [String] = []
  private(set) var lenders: [String] = []
  /// What the station's beds had, at the admission and after each change.
  private(set) var setups: [[BedSetup]] = []

  private var core: StationCore
  /// What followed the close: it counts only if that is undone.
  private var tail: [Step] = []
  /// Another patient came to the bed.
  private var isOver = false

  /// Nil: no input admits the session.
  init?(session: String, core: StationCore, inputs: [TakenInput]) {
    self.session = session
    self.core = core
    for taken in inputs {
      if let closedAt, taken.moment - closedAt > Self.undoableFor { break }
      if isOver { break }
      if beds.isEmpty { begin(with: taken) } else { take(taken) }
    }
    guard !beds.isEmpty else { return nil }
  }

  /// The moment of the last input, or of the close.
  var end: Moment { closedAt ?? core.now ?? admittedAt }

  /// Lets time pass over a session that is still open.
  mutating func wait(until moment: Moment) {
    if closedAt == nil { note(core.receive(.time, at: moment)) }
  }

  /// The links that the session's beds had, at any time.
  var links: [String] {
    var links: [String] = []
    for bed in setups.joined() where beds.contains(bed.bed) {
      for monitor in bed.monitors where !monitor.link.isEmpty && !links.contains(monitor.link) {
        links.append(monitor.link)
      }
    }
    return links
  }

  private mutating func begin(with taken: TakenInput) {
    var before = core
    note(core.receive(taken.input, at: taken.moment))
    guard case .act(let bed, .admit, _) = taken.input, sessionBed == bed else { return }
    let last = taken.moment - .milliseconds(1)
    if let now = before.now, now < last { _ = before.receive(.time, at: last) }
    self.before = before
    admittedAt = taken.moment
    rules = core.beds.first { $0.name == bed }?.watch.session?.rules
    beds = [bed]
    setups = [before.beds.map(\.setup)]
    add(.own(taken.input), at: taken.moment)
  }

  private mutating func take(_ taken: TakenInput) {
    settle(before: taken)
    let matter = matter(of: taken.input, own: sessionBed ?? beds[beds.count - 1])
    let actions = core.receive(taken.input, at: taken.moment)
    note(actions)
    guard !actions.contains(where: \.isRefusal) else { return }
    if let matter { add(matter, at: taken.moment) }
    if taken.input.changesBeds {
      setups.append(core.beds.map(\.setup))
      add(.beds(core), at: taken.moment)
    }
    follow(at: taken.moment)
  }

  /// A verb may name an alert that time alone has raised since the last input.
  private mutating func settle(before taken: TakenInput) {
    let last = taken.moment - .milliseconds(1)
    guard case .act = taken.input, let now = core.now, now <= last else { return }
    note(core.receive(.time, at: last))
  }

  private mutating func add(_ matter: Matter, at moment: Moment) {
    let step = Step(moment: moment, matter: matter)
    if closedAt == nil { steps.append(step) } else { tail.append(step) }
  }

  private mutating func note(_ actions: [Action]) {
    for case .announce(let event) in actions where event.session == session {
      events.append(event)
    }
  }

  /// Where the session is now; nil: it is closed.
  private var sessionBed: String? {
    core.beds.first { $0.watch.session?.id == session }?.name
  }

  private mutating func follow(at moment: Moment) {
    if let bed = sessionBed {
      if beds.last != bed { beds.append(bed) }
      closedAt = nil
      steps += tail
      tail = []
    } else if closedAt == nil {
      closedAt = moment
    } else {
      isOver = core.beds.contains { $0.name == beds.last && $0.watch.session != nil }
    }
  }

  /// What an input means for the session on this bed, before it is taken; nil: nothing.
  private mutating func matter(of input: Input, own: String) -> Matter? {
    switch input {
    case .setUp, .time: return nil
    case .readings(let bed, let readings, let monitor):
      let bound = monitor.map { owner(of: $0) } ?? bed
      return bound == own ? .own(.readings(bed: own, readings, monitor: monitor)) : nil
    case .machine(let bed, let event):
      let bound = event.monitor.flatMap { owner(of: $0) } ?? bed
      if bound == own { return .own(.machine(bed: own, event)) }
      return event.isOfEquipment ? .equipment(bed: bound, event) : nil
    case .act(let bed, let verb, _):
      guard bed == own, concerns(verb, own) else { return nil }
      if case .rebind(let monitor) = verb, let owner = owner(of: monitor) { lenders.append(owner) }
      return .own(input)
    case .station(.clock(let offset, let utcOffset, let stepped)):
      return .circumstance(
        .clock(WallClock(offset: offset, utcOffset: utcOffset), stepped: stepped))
    case .station(.blind(let from, let to, let isGapCertain)):
      return .circumstance(.blind(from: from, to: to, isGapCertain: isGapCertain))
    case .station(.resumed(let version, _)): return .circumstance(.resumed(version: version))
    case .station(.ledger), .station(.ledgerDamaged), .station(.overloaded), .station(.watched),
      .station(.unwatched):
      return nil
    }
  }

  private func owner(of monitor: String) -> String? {
    core.beds.first { $0.setup.monitors.contains { $0.name == monitor } }?.name
  }

  /// Whether a verb to the session's bed is about the session, and not about the station.
  private func concerns(_ verb: Verb, _ own: String) -> Bool {
    switch verb {
    case .acknowledge(.id(let id)), .going(.id(let id)):
      core.beds.first { $0.name == own }?.watch.alerts.contains { $0.occurrence?.id == id }
        ?? false
    case .startOfDay, .endOfDay: false
    case .admit, .baseline, .start, .hold, .resume, .stop, .discharge, .cancel, .transfer, .move,
      .rebind, .entry, .correct, .limit, .acknowledge, .going, .audioPause, .audioResume,
      .alarmPause, .alarmResume, .away, .back, .unhook, .handover, .undo, .emergency:
      true
    }
  }
}

extension Action {
  fileprivate var isRefusal: Bool {
    if case .reply(.refused) = self { true } else { false }
  }
}

extension Input {
  /// It may give a bed other equipment.
  fileprivate var changesBeds: Bool {
    switch self {
    case .setUp, .act(_, .rebind, _): true
    case .act, .readings, .machine, .station, .time: false
    }
  }
}

extension MachineEvent {
  /// It outlives sessions: it tells of the monitor or its link, not of a measurement or a patient.
  var isOfEquipment: Bool {
    switch self {
    case .linkDown, .linkUp, .linkGarbled, .linkClear, .frozen, .moving, .identity, .identityOK:
      true
    case .cuffFailed, .cuffInflating, .call: false
    }
  }

  /// It tells whether a monitor can be reached.
  var isOfLink: Bool {
    switch self {
    case .linkDown, .linkUp: true
    case .linkGarbled, .linkClear, .frozen, .moving, .identity, .identityOK, .cuffFailed,
      .cuffInflating, .call:
      false
    }
  }
}
