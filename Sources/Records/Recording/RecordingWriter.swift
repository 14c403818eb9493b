public import InfusionCore
public import Vitals

/// Writes a recording: what it writes reads back as the same header and rows.
public struct RecordingWriter: Sendable {
  private let columns: RecordingColumns
  private let header: RecordingHeader

  /// A writer of rows with these columns.
  public init(header: RecordingHeader, columns: RecordingColumns) {
    self.header = header
    self.columns = columns
  }

  /// Adds the `#` lines and the row that names the columns.
  public func writeHeader(to text: inout [UInt8]) {
    var lines = ["# infusionwatch recording \(RecordingHeader.version)"]
    if let name = header.protocolName { lines.append("# protocol: \(name)") }
    if let start = header.start {
      let time = CivilTime(millisecondsSince1970: start.milliseconds)
      lines.append("# start: \(time.iso8601)")
    }
    if let every = header.every { lines.append("# every: \(DurationText.text(every))") }
    if let session = header.session { lines.append("# session: \(session)") }
    lines.append(columns.all.map { Self.cell($0.name) }.joined(separator: ","))
    for line in lines { text += Array((line + "\n").utf8) }
  }

  /// Adds one row. Readings without a column are left out.
  public func write(_ row: RecordingRow, to text: inout [UInt8]) {
    for (index, column) in columns.all.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += Array(cell(column, of: row).utf8)
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// Adds a row that carries a protocol whole.
  public func write(
    _ rules: TreatmentProtocol, time: Vitals.Span, bed: String, to text: inout [UInt8]
  ) {
    let row = RecordingRow(line: 0, time: time, bed: bed)
    for (index, column) in columns.all.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      let cell = column == .event ? Self.cell(ProtocolText.text(rules)) : cell(column, of: row)
      text += Array(cell.utf8)
    }
    text.append(UInt8(ascii: "\n"))
  }

  private func cell(_ column: RecordingColumns.Column, of row: RecordingRow) -> String {
    switch column {
    case .time: return DecimalText.text(row.time.seconds)
    case .bed: return Self.cell(row.bed)
    case .vital(let vital):
      switch row.readings.first(where: { $0.vital == vital })?.content {
      case .value(let value)?: return DecimalText.text(value)
      case .absent(let reason)?: return "!\(reason.rawValue)"
      case nil: return ""
      }
    case .cuffAge:
      let measuredAt = row.readings.first { $0.vital.isCuff }?.measuredAt
      return measuredAt.map { DecimalText.text((header.origin + row.time - $0).seconds) } ?? ""
    case .monitor: return Self.cell(row.monitor ?? "")
    case .event: return Self.cell(row.act?.text ?? "")
    case .ignored: return ""
    }
  }

  /// A cell in quotes where it needs them (RFC 4180).
  private static func cell(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte >= 0x20
    }
    let hasOuterBlank = text.first?.isWhitespace == true || text.last?.isWhitespace == true
    let isComment = text.utf8.first == UInt8(ascii: "#")
    if isPlain, !hasOuterBlank, !isComment { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }
}
