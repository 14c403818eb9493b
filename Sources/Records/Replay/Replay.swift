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

  private let scan: RecordingScan
  private let rules: Rules
  private var core = StationCore()
  private var rows: RecordingRows
  /// The session's id in the header belongs to the first admission that names none.
  private var session: String?
  private var now: Moment
  private var hasBegun = false
  private var hasEnded = false
  private var steps: [Step] = []
  private var told = 0
  private var refusal: RecordingError?

  /// A replay of a recording that was looked over.
  public init(_ scan: RecordingScan, rules: Rules) throws(RecordingError) {
    self.scan = scan
    self.rules = rules
    rows = try RecordingRows(scan)
    session = scan.header.session
    now = scan.header.origin
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
      receive(.station(.clock(offset: .zero, utcOffset: .zero, stepped: nil)))
      receive(.setUp(setup))
    } else if let row = try rows.next() {
      now = scan.header.origin + row.time
      steps.append(.row(row))
      if let act = row.act { receive(input(act, bed: row.bed), line: row.line) }
      guard !row.readings.isEmpty, refusal == nil else { return }
      receive(.readings(bed: row.bed, row.readings, monitor: scan.monitor(of: row.bed)))
    } else {
      hasEnded = true
      receive(.time)
    }
  }

  private mutating func receive(_ input: Input, line: Int? = nil) {
    for action in core.receive(input, at: now) {
      switch action {
      case .announce(let event): steps.append(.event(event))
      case .reply(.refused(let refusal)):
        self.refusal = RecordingError(
          file: scan.file.name, line: line, refusal.what, remedy: refusal.remedy)
      case .reply(.accepted), .persist, .wake: break
      }
    }
  }

  private mutating func input(_ act: RecordedAct, bed: String) -> Input {
    switch act {
    case .verb(.admit(var admission), let by):
      if admission.session == nil {
        admission.session = session
        session = nil
      }
      return .act(bed: bed, .admit(admission), by: by)
    case .verb(let verb, let by): return .act(bed: bed, verb, by: by)
    case .machine(let event): return .machine(bed: bed, event)
    }
  }

  private var setup: StationSetup {
    let beds = scan.beds.map { bed in
      BedSetup(
        bed: bed.name, monitors: scan.monitors(of: bed),
        judging: scan.hasEvents ? .sessions : .bareVitals)
    }
    let others = scan.otherBeds.map { BedSetup(bed: $0, monitors: []) }
    return StationSetup(
      beds: beds + others, protocols: rules.protocols, defaultProtocol: rules.defaultProtocol)
  }
}

extension RecordingScan {
  /// The monitor whose readings a bed's rows hold: the first that is named, or one of its own.
  fileprivate func monitor(of bed: String) -> String {
    beds.first { $0.name == bed }?.monitors.first ?? "recording-\(bed)"
  }

  /// What the bed has: the columns of the recording, and each monitor that a machine event names.
  fileprivate func monitors(of bed: Bed) -> [MonitorSetup] {
    guard !columns.vitals.isEmpty || bed.hasMonitor else { return [] }
    let first = monitor(of: bed.name)
    return [MonitorSetup(name: first, vitals: columns.vitals, every: every, link: first)]
      + bed.monitors.dropFirst().map {
        MonitorSetup(name: $0, vitals: [], every: every, link: $0)
      }
  }
}
