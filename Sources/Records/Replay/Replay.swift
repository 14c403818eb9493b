public import InfusionCore
import Vitals

/// Recorded vitals and verbs through the station's own rules, on a virtual clock.
///
/// The clock is the recording's: it shows wall time from `# start`, and ends with the last row.
public struct Replay {
  /// What a recording is judged by.
  public struct Rules: Sendable {
    /// Every protocol that the recording names.
    public var protocols: [TreatmentProtocol]
    /// The one that is used where none is named.
    public var defaultProtocol: String

    /// What a recording is judged by.
    public init(protocols: [TreatmentProtocol], defaultProtocol: String) {
      self.protocols = protocols
      self.defaultProtocol = defaultProtocol
    }
  }

  /// What a replay tells, in this order: a row, then what follows from it.
  public enum Step: Sendable {
    case row(RecordingRow)
    case event(Event)
  }

  /// What the clock on the wall shows, for the events that were told last.
  public var wall: WallClock { station.wall }
  private let scan: RecordingScan
  private var station: RecordedStation
  private var rows: RecordingRows
  private var hasBegun = false
  private var hasEnded = false
  private var steps: [Step] = []
  private var told = 0
  private var refusal: RecordingError?

  /// A replay of a recording that was looked over.
  public init(_ scan: RecordingScan, rules: Rules) throws(RecordingError) {
    self.scan = scan
    station = RecordedStation(
      scan.setup(rules), session: scan.header.session, at: scan.header.origin)
    rows = try RecordingRows(scan)
  }

  /// The next row or event; nil at the end, which is the last row's moment.
  ///
  /// A verb that the phase does not allow is an error with the verb's line.
  public mutating func next() throws(RecordingError) -> Step? {
    while told == steps.count {
      if let refusal { throw refusal }
      guard !hasEnded else { return nil }
      steps.removeAll(keepingCapacity: true)
      told = 0
      try advance()
    }
    told += 1
    return steps[told - 1]
  }

  /// The next event; nil at the end.
  public mutating func nextEvent() throws(RecordingError) -> Event? {
    while let step = try next() {
      if case .event(let event) = step { return event }
    }
    return nil
  }

  private mutating func advance() throws(RecordingError) {
    if !hasBegun {
      hasBegun = true
      tell(station.begin())
    } else if let row = try rows.next() {
      steps.append(.row(row))
      tell(
        station.take(row, at: scan.header.origin + row.time, monitor: scan.monitor(of: row)),
        line: row.line)
    } else {
      hasEnded = true
      tell(station.end())
    }
  }

  private mutating func tell(_ outcome: RecordedStation.Outcome, line: Int? = nil) {
    steps += outcome.events.map { .event($0) }
    refusal = outcome.refusal.map {
      RecordingError(file: scan.file.name, line: line, $0.what, remedy: $0.remedy)
    }
  }
}

extension RecordingScan {
  /// What the station has as far as the rows do not say it themselves.
  fileprivate func setup(_ rules: Replay.Rules) -> StationSetup {
    let own = beds.map { bed in
      BedSetup(
        bed: bed.name, monitors: monitors(of: bed), judging: hasEvents ? .sessions : .bareVitals)
    }
    let others = otherBeds.map { BedSetup(bed: $0, monitors: []) }
    return StationSetup(
      beds: own + others, protocols: rules.protocols, defaultProtocol: rules.defaultProtocol)
  }

  /// The monitor that said a row: the one that it names, or else the bed's.
  fileprivate func monitor(of row: RecordingRow) -> String? {
    if let named = row.monitor { return named }
    let bed = beds.first { $0.name == row.bed }
    return bed.flatMap { $0.isDescribed ? nil : firstMonitor(of: $0) }
  }

  /// The first that is named, or one of the bed's own.
  private func firstMonitor(of bed: Bed) -> String {
    bed.monitors.first ?? "recording-\(bed.name)"
  }

  /// What the bed has: the columns of the recording, and each monitor that its rows name.
  private func monitors(of bed: Bed) -> [MonitorSetup] {
    guard !bed.isDescribed, !columns.vitals.isEmpty || bed.hasMonitor else { return [] }
    let first = firstMonitor(of: bed)
    let areTold = columns.all.contains(.monitor)
    return [MonitorSetup(name: first, vitals: columns.vitals, every: every, link: first)]
      + bed.monitors.dropFirst().map {
        MonitorSetup(name: $0, vitals: areTold ? columns.vitals : [], every: every, link: $0)
      }
  }
}
