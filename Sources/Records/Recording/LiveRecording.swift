public import InfusionCore
public import Vitals

/// What monitors say now, as a recording.
///
/// Each input becomes a row, and the row goes into a station just as a replay will take it: the
/// events told here are those of the replay. Every bed with a monitor is admitted at the start, so
/// that its alerts are judged, and a link that is lost is told.
public struct LiveRecording: Sendable {
  /// The recording's time 0, in milliseconds since 1970-01-01T00:00:00Z.
  public let start: Moment
  /// How many vital signs were written, with a number or the reason why there is none.
  public private(set) var readings = 0

  private let beds: [BedSetup]
  private let writer: RecordingWriter
  private var station: RecordedStation
  private var events: EventWriter
  private var last: Moment
  private var rows: [UInt8] = []
  private var told = JSONText()
  private var sequence: UInt64 = 0

  /// Begins a recording of a station's monitors.
  ///
  /// - Parameters:
  ///   - setup: the beds, and the protocol that judges.
  ///   - start: time 0; all later moments count on the same clock.
  ///   - utcOffset: how much later the clinic's time is than UTC.
  public init(_ setup: StationSetup, at start: Moment, utcOffset: Vitals.Span) {
    beds = setup.beds.filter { !$0.monitors.isEmpty }
    let rules = setup.protocols.filter { $0.name == setup.defaultProtocol }
    let every = beds.flatMap(\.monitors).map(\.every).min() ?? RecordingScan.usualInterval
    self.start = start
    last = start
    writer = RecordingWriter(
      header: RecordingHeader(
        protocolName: setup.defaultProtocol, start: start,
        every: min(every, RecordingHeader.longestInterval)),
      columns: RecordingColumns(
        [.time, .bed, .monitor] + VitalSign.allCases.map { .vital($0) } + [.cuffAge, .event]))
    station = RecordedStation(
      StationSetup(
        beds: beds.map { BedSetup(bed: $0.bed, monitors: []) }, protocols: rules,
        defaultProtocol: setup.defaultProtocol),
      session: nil, at: start)
    events = EventWriter(axis: .recording(start: start))
    begin(rules, utcOffset)
  }

  private mutating func begin(_ rules: [TreatmentProtocol], _ utcOffset: Vitals.Span) {
    writer.writeHeader(to: &rows)
    tell(station.begin())
    guard let first = beds.first?.bed else { return }
    take(.circumstance(.clock(WallClock(utcOffset: utcOffset), stepped: nil)), bed: first)
    for rules in rules { writer.write(rules, time: .zero, bed: first, to: &rows) }
    for bed in beds {
      for monitor in bed.monitors {
        take(.circumstance(.bed(bed.probeArm, monitor)), bed: bed.bed)
      }
    }
    for bed in beds { take(.verb(.admit(Verb.Admission()), by: nil), bed: bed.bed) }
  }

  /// Takes what a monitor said; a moment before the last one counts as the last one.
  public mutating func take(_ input: Input, at moment: Moment) {
    last = max(last, moment)
    switch input {
    case .readings(let bed, let readings, let monitor):
      for readings in ReadingRows(readings, at: last).rows {
        self.readings += readings.count
        take(row(bed: bed, readings: readings, monitor: monitor))
      }
    case .machine(let bed, let event): take(.machine(event.writable), bed: bed)
    case .setUp, .act, .station, .time: break
    }
  }

  /// Tells what time alone brings before a moment; nothing that was earlier is taken any more.
  public mutating func wait(until moment: Moment) {
    guard moment > last else { return }
    last = moment
    tell(station.wait(until: last - .milliseconds(1)))
  }

  /// The recording ends, and with it the events, at this moment.
  public mutating func end(at moment: Moment) {
    last = max(last, moment)
    if let first = beds.first { take(row(bed: first.bed)) }
    tell(station.end())
  }

  /// The text that was added since this was asked last: whole lines.
  public mutating func takeRows() -> [UInt8] {
    defer { rows.removeAll(keepingCapacity: true) }
    return rows
  }

  /// The events that were told since this was asked last, as NDJSON.
  public mutating func takeEvents() -> [UInt8] {
    defer { told.removeAll() }
    return told.bytes
  }

  private mutating func take(_ act: RecordedAct, bed: String) { take(row(bed: bed, act: act)) }

  private func row(
    bed: String, act: RecordedAct? = nil, readings: [Reading] = [], monitor: String? = nil
  ) -> RecordingRow {
    RecordingRow(
      line: 0, time: last - start, bed: bed, act: act, readings: readings, monitor: monitor)
  }

  private mutating func take(_ row: RecordingRow) {
    writer.write(row, to: &rows)
    tell(station.take(row, at: last, monitor: row.monitor))
  }

  private mutating func tell(_ outcome: RecordedStation.Outcome) {
    events.wall = station.wall
    for event in outcome.events {
      sequence += 1
      events.write(event, sequence: sequence, to: &told)
    }
  }
}
