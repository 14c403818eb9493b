import InfusionCore
import Vitals

/// A station that takes a recording's rows: out of a file, or while they are written.
struct RecordedStation {
  /// What follows from one row.
  struct Outcome {
    var events: [Event] = []
    /// The phase did not allow the row's verb.
    var refusal: Refusal?
  }

  /// What the clock on the wall shows.
  private(set) var wall = WallClock()
  private var beds: BedDescriptions
  private var core = StationCore()
  /// The session's id of the header belongs to the first admission that names none.
  private var session: String?
  private var now: Moment

  /// A station that has taken nothing yet, at the recording's time 0.
  init(_ setup: StationSetup, session: String?, at origin: Moment) {
    beds = BedDescriptions(setup)
    self.session = session
    now = origin
  }

  /// Begins with the beds as they are known before the first row.
  mutating func begin() -> Outcome {
    var outcome = Outcome()
    receive(.station(.clock(offset: .zero, utcOffset: .zero, stepped: nil)), &outcome)
    receive(.setUp(beds.setup), &outcome)
    return outcome
  }

  /// Takes a row at its moment.
  ///
  /// - Parameter monitor: the one that said its readings.
  mutating func take(_ row: RecordingRow, at moment: Moment, monitor: String?) -> Outcome {
    var outcome = Outcome()
    if !beds.continues(row) { describeBeds(&outcome) }
    now = moment
    if let act = row.act { take(act, of: row, &outcome) }
    guard !row.readings.isEmpty, outcome.refusal == nil else { return outcome }
    describeBeds(&outcome)
    receive(.readings(bed: row.bed, row.readings, monitor: monitor), &outcome)
    return outcome
  }

  /// Everything due up to and at the moment is done; no row of it or of an earlier one follows.
  mutating func wait(until moment: Moment) -> Outcome {
    var outcome = Outcome()
    describeBeds(&outcome)
    now = max(now, moment)
    receive(.time, &outcome)
    return outcome
  }

  /// The last row has been taken: its moment is settled, and nothing later.
  mutating func end() -> Outcome { wait(until: now) }

  private mutating func take(_ act: RecordedAct, of row: RecordingRow, _ outcome: inout Outcome) {
    switch act {
    case .verb(let verb, let by):
      receive(.act(bed: row.bed, named(verb), by: by), &outcome)
    case .machine(let event): receive(.machine(bed: row.bed, event), &outcome)
    case .circumstance(.clock(let wall, let stepped)):
      self.wall = wall
      receive(
        .station(.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: stepped)),
        &outcome)
    case .circumstance(.blind(let from, let to, let isGapCertain)):
      receive(.station(.blind(from: from, to: to, isGapCertain: isGapCertain)), &outcome)
    case .circumstance(.resumed(let version)):
      receive(.station(.resumed(version: version)), &outcome)
    case .circumstance(.bed(let probeArm, let monitor)):
      beds.take(bed: row.bed, probeArm, monitor, at: row.time)
    }
  }

  private mutating func describeBeds(_ outcome: inout Outcome) {
    if let setup = beds.close() { receive(.setUp(setup), &outcome) }
  }

  private mutating func named(_ verb: Verb) -> Verb {
    guard case .admit(var admission) = verb, admission.session == nil else { return verb }
    admission.session = session
    session = nil
    return .admit(admission)
  }

  private mutating func receive(_ input: Input, _ outcome: inout Outcome) {
    for action in core.receive(input, at: now) {
      switch action {
      case .announce(let event): outcome.events.append(event)
      case .reply(.refused(let refusal)): outcome.refusal = refusal
      case .reply(.accepted), .persist, .wake: break
      }
    }
  }
}
