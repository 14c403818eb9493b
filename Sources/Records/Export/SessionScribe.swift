import InfusionCore
import Vitals

/// Writes a session's rows, and takes each into a fresh station, as a replay will.
struct SessionScribe {
  private(set) var text: [UInt8] = []
  /// What the fresh station told of the session.
  private(set) var events: [Event] = []
  /// Every verb and event reads back from its text as it was.
  private(set) var isReadable = true

  private let session: String
  private let rules: TreatmentProtocol
  private let origin: Moment
  private let wall: WallClock
  private let beginning: SessionBeginning
  private let writer: RecordingWriter
  /// The beds that have rows; of those in `whole` everything that concerns the equipment.
  private let beds: [String]
  private let whole: [String]
  private var setup: StationSetup
  private var areBedsDescribed = false
  private var core = StationCore()

  init(_ trace: SessionTrace, rules: TreatmentProtocol) {
    session = trace.session
    self.rules = rules
    wall = trace.before.wall
    let links = trace.links
    let whole = trace.beds + trace.lenders
    self.whole = whole
    var beds: [String] = []
    for bed in trace.setups.joined() where !beds.contains(bed.bed) {
      let isNeighbour = bed.monitors.contains { links.contains($0.link) }
      if isNeighbour || whole.contains(bed.bed) { beds.append(bed.bed) }
    }
    self.beds = beds
    let related = trace.setups[0].filter { beds.contains($0.bed) }
    beginning = SessionBeginning(trace, rules: rules, related: related)
    origin = beginning.items.first?.moment ?? trace.admittedAt
    let own = related.first { $0.bed == trace.beds[0] }
    let every = own?.monitors.first?.every ?? RecordingScan.usualInterval
    writer = RecordingWriter(
      header: RecordingHeader(
        protocolName: rules.name, start: origin + wall.offset,
        every: min(every, RecordingHeader.longestInterval), session: trace.session),
      columns: RecordingColumns(
        [.time, .bed, .monitor] + VitalSign.allCases.map { .vital($0) } + [.cuffAge, .event]))
    setup = StationSetup(
      beds: beds.map { BedSetup(bed: $0, monitors: []) }, protocols: [rules],
      defaultProtocol: rules.name)
  }

  /// Writes the whole session.
  mutating func write(_ trace: SessionTrace) {
    writer.writeHeader(to: &text)
    receive(.setUp(setup), at: origin)
    write(.clock(wall, stepped: nil), at: origin, bed: trace.beds[0])
    writer.write(rules, time: .zero, bed: trace.beds[0], to: &text)
    describe(trace.before, at: origin)
    for item in beginning.items { write(item.input, at: item.moment) }
    writeEquipment(trace.before, at: trace.admittedAt)
    for step in trace.steps { write(step, bed: trace.beds[0]) }
    let end = trace.end
    if trace.closedAt == nil { write(row(at: end, bed: trace.beds[0])) }
    receive(.time, at: end)
  }

  private mutating func write(_ step: SessionTrace.Step, bed: String) {
    switch step.matter {
    case .own(let input): write(input, at: step.moment)
    case .equipment(let bed, let event):
      if whole.contains(bed) || (beds.contains(bed) && event.isOfLink) {
        write(.machine(bed: bed, event), at: step.moment)
      }
    case .circumstance(let circumstance): write(circumstance, at: step.moment, bed: bed)
    case .beds(let core):
      describe(core, at: step.moment)
      writeEquipment(core, at: step.moment)
    }
  }

  // Inputs

  private mutating func write(_ input: Input, at moment: Moment) {
    switch input {
    case .readings(let bed, let readings, let monitor):
      for readings in ReadingRows(readings, at: moment).rows {
        write(row(at: moment, bed: bed, readings: readings, monitor: monitor))
        receive(.readings(bed: bed, readings, monitor: monitor), at: moment)
      }
    case .machine(let bed, let event):
      let event = event.writable
      write(row(at: moment, bed: bed, act: .machine(event)))
      receive(.machine(bed: bed, event), at: moment)
    case .act(let bed, let verb, let by):
      write(row(at: moment, bed: bed, act: .verb(verb, by: by)))
      receive(.act(bed: bed, named(verb), by: by), at: moment)
    case .setUp, .station, .time: break
    }
  }

  /// The header's session is that of an admission which names none.
  private func named(_ verb: Verb) -> Verb {
    guard case .admit(var admission) = verb else { return verb }
    admission.session = session
    return .admit(admission)
  }

  /// On the recording's own time.
  private mutating func write(_ circumstance: Circumstance, at moment: Moment, bed: String) {
    var own = circumstance
    switch circumstance {
    case .clock(var wall, let stepped):
      receive(
        .station(.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: stepped)),
        at: moment)
      wall.offset = wall.offset - self.wall.offset
      own = .clock(wall, stepped: stepped)
    case .blind(let from, let to, let isGapCertain):
      receive(.station(.blind(from: from, to: to, isGapCertain: isGapCertain)), at: moment)
      own = .blind(
        from: from + wall.offset, to: to + wall.offset, isGapCertain: isGapCertain)
    case .resumed(let version): receive(.station(.resumed(version: version)), at: moment)
    case .bed: return
    }
    write(row(at: moment, bed: bed, act: .circumstance(own)))
  }

  // Beds and their equipment

  /// Tells what each bed has, if that is not what the fresh station has.
  private mutating func describe(_ live: StationCore, at moment: Moment) {
    let isSame = beds.allSatisfy { equipment(of: $0, in: live) == equipment(of: $0, in: core) }
    let isFirst = !areBedsDescribed
    guard isFirst || !isSame else { return }
    areBedsDescribed = true
    for (index, bed) in beds.enumerated() {
      let has = equipment(of: bed, in: live)
      guard isFirst || setup.beds[index] != has || equipment(of: bed, in: core) != has else {
        continue
      }
      setup.beds[index] = has
      let monitors: [MonitorSetup?] = has.monitors.isEmpty ? [nil] : has.monitors
      for monitor in monitors {
        let act = RecordedAct.circumstance(.bed(has.probeArm, monitor))
        write(row(at: moment, bed: bed, act: act))
      }
    }
    receive(.setUp(setup), at: moment)
  }

  private func equipment(of bed: String, in core: StationCore) -> BedSetup {
    let setup = core.beds.first { $0.name == bed }?.setup
    return BedSetup(
      bed: bed, monitors: setup?.monitors ?? [], probeArm: setup?.probeArm ?? .other)
  }

  /// Tells in which state the equipment is, where the fresh station has it in another.
  private mutating func writeEquipment(_ live: StationCore, at moment: Moment) {
    for bed in beds {
      for event in live.equipmentEvents(of: bed, after: core)
      where whole.contains(bed) || event.isOfLink {
        write(.machine(bed: bed, event), at: moment)
      }
    }
  }

  // Rows

  private func row(
    at moment: Moment, bed: String, act: RecordedAct? = nil, readings: [Reading] = [],
    monitor: String? = nil
  ) -> RecordingRow {
    let readings = readings.map { reading in
      Reading(
        reading.vital, reading.content, measuredAt: reading.measuredAt.map { $0 + wall.offset })
    }
    return RecordingRow(
      line: 0, time: moment - origin, bed: bed, act: act, readings: readings, monitor: monitor)
  }

  private mutating func write(_ row: RecordingRow) {
    if let act = row.act, (try? RecordedAct(parsing: act.text)) != act { isReadable = false }
    writer.write(row, to: &text)
  }

  private mutating func receive(_ input: Input, at moment: Moment) {
    for case .announce(let event) in core.receive(input, at: moment)
    where event.session == session {
      events.append(event)
    }
  }
}
