import InfusionCore
import Vitals

/// Reads a recording row by row, in the order of the file, in constant memory.
public struct RecordingReader {
  /// The most beds in one recording.
  public static let mostBeds = 64

  /// What the `#` lines said so far; whole once the first row is read.
  public private(set) var header = RecordingHeader()
  /// The line that names the protocol.
  public private(set) var protocolLine: Int?
  /// The columns.
  public let columns: RecordingColumns
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
  private var headerIsClosed = false
  private var lastTimes: [String: Vitals.Span] = [:]

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
        if try header.take(line, of: lines) {
          if header.protocolName != nil { protocolLine = protocolLine ?? line.number }
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
    self.header = header
    self.columns = columns
    parser = RowParser(columns)
    parser.origin = header.origin
    skipsMalformed = skipMalformed
    headerIsClosed = true
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
    var header = header
    if try header.take(line, of: lines) {
      guard !headerIsClosed || header == self.header else {
        throw LineFault(
          "a header stands below the first row", remedy: "move it above the first row")
      }
      self.header = header
      if header.protocolName != nil { protocolLine = protocolLine ?? line.number }
      return nil
    }
    guard !line.isUnclosed else {
      throw LineFault("a quote opens in this line and is never closed", remedy: "close it with \"")
    }
    if !headerIsClosed {
      headerIsClosed = true
      parser.origin = header.origin
    }
    let bytes = lines.buffer
    let row = try parser.row(bytes.span.extracting(line.range), line: line.number)
    if let last = lastTimes[row.bed], row.time < last {
      throw LineFault(
        "time runs backwards on bed \(row.bed): \(DecimalText.rounded(row.time.seconds)) s after "
          + "\(DecimalText.rounded(last.seconds)) s",
        remedy: "sort the rows of each bed by time")
    }
    guard lastTimes[row.bed] != nil || lastTimes.count < Self.mostBeds else {
      throw LineFault(
        "there are more than \(Self.mostBeds) beds", remedy: "split the recording by bed")
    }
    lastTimes[row.bed] = row.time
    return row
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

extension RecordingHeader {
  /// Takes a line that is blank or starts with `#`; false for a row.
  fileprivate mutating func take(
    _ line: LineReader.Line, of lines: LineReader
  ) throws(LineFault) -> Bool {
    guard let first = lines.buffer[line.range].first else { return true }
    guard first == UInt8(ascii: "#") else {
      return lines.buffer[line.range].allSatisfy {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
      }
    }
    try read(String(decoding: lines.buffer[line.range], as: UTF8.self))
    return true
  }
}
