/// The cells of one CSV line (RFC 4180). Blanks around an unquoted cell do not count.
struct CSVLine {
  /// One cell: its bytes, or those between its quotes.
  struct Cell {
    var range: Range<Int>
    /// It holds quotes that are written twice.
    var hasDoubledQuotes = false

    var isEmpty: Bool { range.isEmpty }
  }

  private(set) var cells: [Cell] = []

  /// Cuts a line; the cells of the line before are forgotten.
  mutating func cut(_ line: Swift.Span<UInt8>) throws(LineFault) {
    cells.removeAll(keepingCapacity: true)
    var index = 0
    while true {
      if index < line.count, line[index] == UInt8(ascii: "\"") {
        index = try cutQuoted(line, from: index + 1)
      } else {
        index = try cutPlain(line, from: index)
      }
      guard index < line.count else { return }
      index += 1
    }
  }

  /// Takes a cell that opened with a quote; the index of the comma after it, or of the end.
  private mutating func cutQuoted(
    _ line: Swift.Span<UInt8>, from start: Int
  ) throws(LineFault) -> Int {
    var index = start
    var hasDoubledQuotes = false
    while index < line.count {
      guard line[index] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      if index + 1 < line.count, line[index + 1] == UInt8(ascii: "\"") {
        hasDoubledQuotes = true
        index += 2
        continue
      }
      guard index + 1 == line.count || line[index + 1] == UInt8(ascii: ",") else {
        throw LineFault(
          "text follows a closing quote", remedy: "write a quote inside quotes twice: \"\"")
      }
      cells.append(Cell(range: start..<index, hasDoubledQuotes: hasDoubledQuotes))
      return index + 1
    }
    throw LineFault("a quote is not closed", remedy: "close it with \"")
  }

  private mutating func cutPlain(
    _ line: Swift.Span<UInt8>, from start: Int
  ) throws(LineFault) -> Int {
    var end = start
    while end < line.count, line[end] != UInt8(ascii: ",") {
      guard line[end] != UInt8(ascii: "\"") else {
        throw LineFault(
          "a quote stands inside a cell", remedy: "put the whole cell in quotes, and \"\" for it")
      }
      end += 1
    }
    var (first, last) = (start, end)
    while first < last, Self.isBlank(line[first]) { first += 1 }
    while first < last, Self.isBlank(line[last - 1]) { last -= 1 }
    cells.append(Cell(range: first..<last))
    return end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// The text of a cell.
  static func text(_ cell: Cell, of line: Swift.Span<UInt8>) throws(LineFault) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cell.range.count)
    var index = cell.range.lowerBound
    while index < cell.range.upperBound {
      bytes.append(line[index])
      index += cell.hasDoubledQuotes && line[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LineFault("the text is not UTF-8", remedy: "save the recording as UTF-8")
    }
    return text
  }
}
