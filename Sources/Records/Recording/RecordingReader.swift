public import InfusionCore
import Vitals

/// Reads a recording row by row, in the order of the file, in constant memory.
public struct RecordingReader {
  /// The most beds in one recording.
  public static let mostBeds = 64

  /// What the `#` lines said so far; they may stand anywhere, so it is whole at the end.
  public var header: RecordingHeader { head.header }
  /// The line that names the protocol.
  public var protocolLine: Int? { head.protocolLine }
  /// The columns.
  public let columns: RecordingColumns
  /// The protocols that rows carried so far, each once.
  public private(set) var protocols: [TreatmentProtocol] = []
  /// How many malformed lines were skipped.
  public private(set) var malformed = 0
  /// The first of them.
  public private(set) var faults: [RecordingError] = []
  /// So many of them are kept.
  public static let mostFaults = 100

  /// Where the row that was read last starts and ends in the file.
  private(set) var place = Place(offset: 0, line: 0)
  private var lines: LineReader
  private var parser: RowParser
  private let skipsMalformed: Bool
  private var head = HeaderLines()
  private var beds = BedTimes()

  /// Which bed the row that was read last belongs to, counted in the order of their first rows.
  var bedIndex: Int { beds.index }

  /// The start of a line.
  struct Place: Hashable {
    var offset: Int
    var line: Int
  }

  /// Opens a recording and reads the row that names its columns.
  public init(_ file: RecordingFile, skipMalformed: Bool = false) throws(RecordingError) {
    try self.init(file, skipMalformed: skipMalformed, chunk: LineReader.usualChunk)
  }

  /// Opens a recording that is read in pieces of so many bytes.
  public init(
    _ file: RecordingFile, skipMalformed: Bool = false, chunk: Int
  ) throws(RecordingError) {
    lines = LineReader(file, chunk: chunk)
    skipsMalformed = skipMalformed
    while let line = try lines.next() {
      do throws(LineFault) {
        guard lines.isRow(line) else {
          try head.take(line, of: lines)
          continue
        }
        columns = try Self.columns(line, of: lines)
      } catch { throw Self.error(error, in: file, line: line.number) }
      parser = RowParser(columns)
      return
    }
    throw RecordingError(
      file: file.name, line: nil, "the recording is empty",
      remedy: "write a first row such as time,hr,spo2 and rows under it")
  }

  /// Goes on in the middle of a recording that was looked over before.
  init(
    _ file: RecordingFile, at place: Place, header: RecordingHeader, columns: RecordingColumns,
    skipMalformed: Bool
  ) {
    lines = LineReader(file, at: place.offset, line: place.line)
    head = HeaderLines(header: header)
    self.columns = columns
    parser = RowParser(columns)
    parser.origin = header.origin
    skipsMalformed = skipMalformed
  }

  /// The next row; nil at the end.
  public mutating func next() throws(RecordingError) -> RecordingRow? {
    while let line = try lines.next() {
      do throws(LineFault) {
        guard let row = try row(line) else { continue }
        place = Place(offset: line.offset, line: line.number)
        return row
      } catch {
        let fault = Self.error(error, in: lines.file, line: line.number)
        guard skipsMalformed else { throw fault }
        malformed += 1
        if faults.count < Self.mostFaults { faults.append(fault) }
      }
    }
    return nil
  }

  private mutating func row(_ line: LineReader.Line) throws(LineFault) -> RecordingRow? {
    guard lines.isRow(line) else {
      try head.take(line, of: lines)
      return nil
    }
    guard !line.isUnclosed else {
      throw LineFault("a quote opens in this line and is never closed", remedy: "close it with \"")
    }
    parser.origin = header.origin
    let bytes = lines.buffer
    let row = try parser.row(bytes.span.extracting(line.range), line: line.number)
    if let carried = parser.carried { try keep(carried) }
    try beds.take(row)
    return row
  }

  private mutating func keep(_ carried: TreatmentProtocol) throws(LineFault) {
    if let known = protocols.first(where: { $0.name == carried.name }) {
      guard known == carried else {
        throw LineFault(
          "the protocol \(quoted(carried.name)) is there twice, with other figures",
          remedy: "leave out the one that the session was not judged by")
      }
      return
    }
    guard protocols.count < RecordingScan.mostNames else {
      throw LineFault(
        "there are more than \(RecordingScan.mostNames) protocols",
        remedy: "leave out those that no admission names")
    }
    protocols.append(carried)
  }

  private static func columns(
    _ line: LineReader.Line, of lines: LineReader
  ) throws(LineFault) -> RecordingColumns {
    let bytes = lines.buffer.span.extracting(line.range)
    var cells = CSVLine()
    try cells.cut(bytes)
    var names: [String] = []
    for cell in cells.cells { names.append(try CSVLine.text(cell, of: bytes)) }
    return try RecordingColumns(names: names)
  }

  private static func error(
    _ fault: LineFault, in file: RecordingFile, line: Int
  ) -> RecordingError {
    RecordingError(file: file.name, line: line, fault.what, remedy: fault.remedy)
  }
}

/// The latest time of each bed, in the order of their first rows.
private struct BedTimes {
  private var times: [(bed: String, last: Vitals.Span)] = []
  private(set) var index = 0

  mutating func take(_ row: RecordingRow) throws(LineFault) {
    if index >= times.count || times[index].bed != row.bed {
      index = times.firstIndex { $0.bed == row.bed } ?? times.count
    }
    guard index < times.count else {
      guard times.count < RecordingReader.mostBeds else {
        throw LineFault(
          "there are more than \(RecordingReader.mostBeds) beds",
          remedy: "split the recording by bed")
      }
      times.append((row.bed, row.time))
      return
    }
    let last = times[index].last
    guard row.time >= last else {
      throw LineFault(
        "time runs backwards on bed \(row.bed): \(DecimalText.rounded(row.time.seconds)) s after "
          + "\(DecimalText.rounded(last.seconds)) s",
        remedy: "sort the rows of each bed by time")
    }
    times[index].last = row.time
  }
}

/// The `#` lines while they are read.
private struct HeaderLines {
  var header = RecordingHeader()
  var protocolLine: Int?

  /// Takes a line that is blank, a comment or a header.
  mutating func take(_ line: LineReader.Line, of lines: LineReader) throws(LineFault) {
    guard lines.buffer[line.range].first == UInt8(ascii: "#") else { return }
    var next = header
    try next.read(String(decoding: lines.buffer[line.range], as: UTF8.self))
    if next.protocolName != header.protocolName { protocolLine = line.number }
    header = next
  }
}

extension LineReader {
  /// Neither blank nor one that starts with `#`.
  fileprivate func isRow(_ line: Line) -> Bool {
    guard let first = buffer[line.range].first, first != UInt8(ascii: "#") else { return false }
    return buffer[line.range].contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
  }
}
