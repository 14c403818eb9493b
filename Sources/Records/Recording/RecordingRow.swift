public import InfusionCore
public import Vitals

/// One row of a recording.
public struct RecordingRow: Hashable, Sendable {
  /// Its line in the file, from 1.
  public var line: Int
  /// Time since the recording's start.
  public var time: Vitals.Span
  /// The bed's name; `1` where the row names none.
  public var bed: String
  /// The verb or machine event, which goes before the vitals.
  public var act: RecordedAct?
  /// What the monitor said at this time, as one input.
  public var readings: [Reading]
  /// The monitor that said it; nil: the row names none.
  public var monitor: String?

  /// One row of a recording.
  public init(
    line: Int, time: Vitals.Span, bed: String = "1", act: RecordedAct? = nil,
    readings: [Reading] = [], monitor: String? = nil
  ) {
    self.line = line
    self.time = time
    self.bed = bed
    self.act = act
    self.readings = readings
    self.monitor = monitor
  }
}

/// Reads rows under given columns.
struct RowParser {
  /// The longest bed name, in bytes.
  static let longestBed = 32
  /// The longest name of a monitor, in bytes.
  static let longestMonitor = 100

  /// The moment of time 0.
  var origin = Moment(milliseconds: 0)
  private let columns: [RecordingColumns.Column]
  /// The vital signs stand in their usual order, so a row's readings need no sorting.
  private let isSorted: Bool
  private var line = CSVLine()
  /// The bed of the row before, which usually is that of the next.
  private var lastBed = (cell: [UInt8](), name: "1")
  /// The protocol that the row which was read last carries.
  private(set) var carried: TreatmentProtocol?

  init(_ columns: RecordingColumns) {
    self.columns = columns.all
    isSorted =
      columns.all.filter { columns.vitals.map { .vital($0) }.contains($0) }
      == columns.vitals.map { .vital($0) }
  }

  mutating func row(
    _ bytes: Swift.Span<UInt8>, line number: Int
  ) throws(LineFault) -> RecordingRow {
    try line.cut(bytes)
    guard line.cells.count == columns.count else {
      throw LineFault(
        "the row has \(line.cells.count) cells, the first row names \(columns.count) columns",
        remedy: "write one cell for each column, empty where there is nothing")
    }
    var row = RecordingRow(line: number, time: .zero)
    var age: Vitals.Span?
    carried = nil
    for (column, cell) in zip(columns, line.cells) {
      if cell.isEmpty {
        if case .time = column { throw Self.noTime("") }
        continue
      }
      let content = bytes.extracting(cell.range)
      switch column {
      case .time:
        guard let time = Self.time(content) else { throw Self.noTime(try text(cell, bytes)) }
        row.time = time
      case .bed: row.bed = try bed(cell, bytes)
      case .vital(let vital):
        row.readings.append(Reading(vital, try Self.content(of: vital, content)))
      case .cuffAge:
        guard let seconds = Self.time(content) else {
          throw LineFault(
            "nibp_age \(quoted(try text(cell, bytes))) is no number of seconds",
            remedy: "write whole seconds, or leave it empty")
        }
        age = seconds
      case .monitor: row.monitor = try Self.monitor(try text(cell, bytes))
      case .event:
        let text = try text(cell, bytes)
        carried = try ProtocolText.read(text)
        if carried == nil { row.act = try Self.act(text) }
      case .ignored: break
      }
    }
    if !isSorted {
      row.readings = VitalSign.allCases.compactMap { vital in
        row.readings.first { $0.vital == vital }
      }
    }
    if let age { setAge(age, of: &row) }
    return row
  }

  private func text(
    _ cell: CSVLine.Cell, _ bytes: Swift.Span<UInt8>
  ) throws(LineFault) -> String { try CSVLine.text(cell, of: bytes) }

  private func setAge(_ age: Vitals.Span, of row: inout RecordingRow) {
    for index in row.readings.indices where row.readings[index].vital.isCuff {
      row.readings[index].measuredAt = origin + row.time - age
    }
  }

  /// Seconds with up to three decimals and nine digits before them.
  static func time(_ text: Swift.Span<UInt8>) -> Vitals.Span? {
    var milliseconds: Int64 = 0
    var decimals: Int?
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), decimals == nil, index > 0 {
        decimals = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      milliseconds = milliseconds * 10 + Int64(byte - UInt8(ascii: "0"))
      if let count = decimals { decimals = count + 1 } else if index >= 9 { return nil }
      if let decimals, decimals > 3 { return nil }
    }
    guard !text.isEmpty, decimals != 0 else { return nil }
    for _ in (decimals ?? 0)..<3 { milliseconds *= 10 }
    return .milliseconds(milliseconds)
  }

  private static func noTime(_ text: String) -> LineFault {
    LineFault(
      text.isEmpty ? "the row has no time" : "time \(quoted(text)) is no time in seconds",
      remedy: "write seconds from the start, with at most three decimals")
  }

  private static func content(
    of vital: VitalSign, _ text: Swift.Span<UInt8>
  ) throws(LineFault) -> Reading.Content {
    if text[0] != UInt8(ascii: "!") {
      if let value = DecimalText.value(text) { return .value(value) }
      throw LineFault(
        "\(vital.rawValue) \(quoted(lossy(text))) is no number",
        remedy: "write plain digits, !reason if the monitor had no value, or nothing")
    }
    let word = lossy(text.extracting(1..<text.count))
    if let reason = AbsenceReason(rawValue: word) { return .absent(reason) }
    let reasons = AbsenceReason.allCases.map { "!\($0.rawValue)" }.joined(separator: ", ")
    throw LineFault(
      "\(vital.rawValue) \(quoted("!" + word)) is no known reason",
      remedy: "write one of \(reasons)")
  }

  private static func act(_ text: String) throws(LineFault) -> RecordedAct? {
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { return nil }
    do { return try RecordedAct(parsing: text) } catch {
      throw LineFault(shortened(error.what, most: 200), remedy: error.remedy)
    }
  }

  private static func monitor(_ name: String) throws(LineFault) -> String? {
    guard name.utf8.count <= longestMonitor, !name.utf8.contains(where: { $0 < 0x20 }) else {
      throw LineFault(
        "monitor \(quoted(name)) is no name of a monitor",
        remedy: "write a name of at most \(longestMonitor) bytes on one line")
    }
    return name.utf8.allSatisfy { $0 == UInt8(ascii: " ") } ? nil : name
  }

  private mutating func bed(
    _ cell: CSVLine.Cell, _ bytes: Swift.Span<UInt8>
  ) throws(LineFault) -> String {
    let isSame =
      lastBed.cell.count == cell.range.count
      && lastBed.cell.indices.allSatisfy { lastBed.cell[$0] == bytes[cell.range.lowerBound + $0] }
    if isSame { return lastBed.name }
    let name = try text(cell, bytes)
    guard name.utf8.count <= Self.longestBed,
      !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else {
      throw LineFault(
        "bed \(quoted(name)) is no name of a bed",
        remedy: "write a name of at most \(Self.longestBed) bytes on one line")
    }
    let isBlank = name.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
    lastBed = (cell.range.map { bytes[$0] }, isBlank ? "1" : name)
    return lastBed.name
  }

  private static func lossy(_ text: Swift.Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    for index in 0..<min(text.count, 100) { bytes.append(text[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
