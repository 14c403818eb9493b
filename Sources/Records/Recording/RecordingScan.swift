public import InfusionCore
public import Vitals

/// What a first look over a whole recording finds: every line is checked before anything is judged.
public struct RecordingScan {
  /// How many of the first rows tell whether the nominal interval must be written.
  static let rowsForInterval = 60
  /// Up to this median the nominal interval of HR and SpO2 may be left out.
  static let longestUnsaidInterval = Vitals.Span.seconds(2)
  /// The nominal interval of a recording that names none.
  public static let usualInterval = Vitals.Span.seconds(1)

  /// The file.
  public let file: RecordingFile
  /// The `#` lines.
  public let header: RecordingHeader
  /// The columns.
  public let columns: RecordingColumns
  /// The beds that have rows, in the order of their first ones.
  public let beds: [Bed]
  /// The beds to which a session is moved and which have no rows.
  public let otherBeds: [String]
  /// Whether any row has a verb, machine event or circumstance; without one the recording is bare
  /// vitals.
  public let hasEvents: Bool
  /// How many rows there are.
  public let rows: Int
  /// How many malformed lines were skipped, and the first of them.
  public let malformed: Int
  public let faults: [RecordingError]
  /// The line that names the header's protocol.
  public let protocolLine: Int?
  /// The protocols that it carries: they stand for any others of their names.
  public let protocols: [TreatmentProtocol]
  /// The protocols that `admit` names, each with its first line.
  public let protocolNames: [(name: String, line: Int)]
  /// The latest time of any row.
  public let end: Vitals.Span
  /// The rows of all beds stand in the order of time.
  let isOrdered: Bool
  let skipsMalformed: Bool
  /// Where the last row starts: what is appended later does not count.
  let last: RecordingReader.Place

  /// One bed of a recording.
  public struct Bed: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The times of its first and last row.
    public let first: Vitals.Span
    public fileprivate(set) var last: Vitals.Span
    /// The monitors that its rows name; none is named on two beds.
    public fileprivate(set) var monitors: [String] = []
    /// A machine event tells of its monitor, by name or without.
    public fileprivate(set) var hasMonitor = false
    /// Its rows say themselves what it has.
    public fileprivate(set) var isDescribed = false
    let start: RecordingReader.Place
    fileprivate(set) var end: RecordingReader.Place
  }

  /// More monitors on one bed, or protocols in one recording, are not kept apart.
  static let mostNames = 16

  /// Reads the whole recording once.
  public init(_ file: RecordingFile, skipMalformed: Bool = false) throws(RecordingError) {
    var reader = try RecordingReader(file, skipMalformed: skipMalformed)
    var look = Look()
    while let row = try reader.next() { look.take(row, at: reader.place, bed: reader.bedIndex) }
    guard look.rows > 0 else {
      throw RecordingError(
        file: file.name, line: nil, "the recording has no rows", remedy: "write at least one")
    }
    self.file = file
    header = reader.header
    columns = reader.columns
    beds = look.beds
    otherBeds = look.movedTo.filter { name in !look.beds.contains { $0.name == name } }
    hasEvents = look.hasEvents
    rows = look.rows
    malformed = reader.malformed
    faults = reader.faults
    protocolLine = reader.protocolLine
    protocols = reader.protocols
    protocolNames = look.protocolNames
    end = look.end
    isOrdered = look.isOrdered
    skipsMalformed = skipMalformed
    last = reader.place
    if header.every == nil { try look.checkInterval(in: file) }
  }

  /// The nominal interval of HR and SpO2.
  public var every: Vitals.Span { header.every ?? Self.usualInterval }
}

/// What is kept while a recording is looked over.
private struct Look {
  var beds: [RecordingScan.Bed] = []
  var rows = 0
  var hasEvents = false
  var end = Vitals.Span.zero
  var isOrdered = true
  var movedTo: [String] = []
  var protocolNames: [(name: String, line: Int)] = []
  /// Times between neighbouring rows of one bed with HR or SpO2, and the row that came last.
  private var intervals: [Vitals.Span] = []
  private var continuous: [String: Vitals.Span] = [:]
  private var lineOfInterval = 0

  mutating func take(_ row: RecordingRow, at place: RecordingReader.Place, bed index: Int) {
    rows += 1
    if rows <= RecordingScan.rowsForInterval { takeInterval(row) }
    isOrdered = isOrdered && row.time >= end
    end = max(end, row.time)
    if index < beds.count {
      beds[index].last = row.time
      beds[index].end = place
    } else {
      beds.append(.init(name: row.bed, first: row.time, last: row.time, start: place, end: place))
    }
    if let monitor = row.monitor { take(monitor: monitor, bed: index) }
    if let act = row.act { take(act, of: row, bed: index) }
  }

  private mutating func take(monitor name: String, bed index: Int) {
    guard beds[index].monitors.count < RecordingScan.mostNames,
      !beds.contains(where: { $0.monitors.contains(name) })
    else { return }
    beds[index].monitors.append(name)
  }

  private mutating func take(_ act: RecordedAct, of row: RecordingRow, bed index: Int) {
    hasEvents = true
    switch act {
    case .verb(.move(let to), _):
      if !movedTo.contains(to), movedTo.count < RecordingReader.mostBeds { movedTo.append(to) }
    case .verb(.admit(let admission), _):
      guard let name = admission.protocolName, protocolNames.count < RecordingScan.mostNames,
        !protocolNames.contains(where: { $0.name == name })
      else { return }
      protocolNames.append((name, row.line))
    case .verb: break
    case .machine(let event):
      beds[index].hasMonitor = beds[index].hasMonitor || event.isOfMonitor
      if let name = event.monitor { take(monitor: name, bed: index) }
    case .circumstance(.bed): beds[index].isDescribed = true
    case .circumstance: break
    }
  }

  private mutating func takeInterval(_ row: RecordingRow) {
    guard row.readings.contains(where: { !$0.vital.isCuff }) else { return }
    if let last = continuous[row.bed] { intervals.append(row.time - last) }
    continuous[row.bed] = row.time
    lineOfInterval = row.line
  }

  func checkInterval(in file: RecordingFile) throws(RecordingError) {
    guard !intervals.isEmpty else { return }
    let median = intervals.sorted()[(intervals.count - 1) / 2]
    guard median > RecordingScan.longestUnsaidInterval else { return }
    let seconds = DurationText.text(median)
    throw RecordingError(
      file: file.name, line: lineOfInterval,
      "HR and SpO2 come every \(seconds), and the recording does not say so",
      remedy: "write `# every: \(seconds)` above the first row")
  }
}

extension MachineEvent {
  /// It tells of a monitor or its link.
  fileprivate var isOfMonitor: Bool {
    switch self {
    case .linkDown, .linkUp, .linkGarbled, .linkClear, .frozen, .moving, .identity, .identityOK,
      .cuffFailed, .cuffInflating:
      true
    case .call: false
    }
  }
}
