import Glibc

/// Cuts a recording into its lines, with a buffer that never grows beyond the longest line.
///
/// A data line may hold line breaks between double quotes (RFC 4180), a `#` line may not.
struct LineReader {
  /// The longest line, in bytes.
  static let longest = 65_536
  /// How much is read at once, in bytes.
  static let usualChunk = 32_768

  /// One line without its end.
  struct Line {
    /// Its place in `buffer`.
    var range: Range<Int>
    /// Its number in the file, from 1.
    var number: Int
    /// The offset of its first byte in the file.
    var offset: Int
    /// A quote opens in it and is never closed; the line is only its first part.
    var isUnclosed = false
  }

  let file: RecordingFile
  private(set) var buffer: [UInt8] = []
  private let chunk: Int
  private let joinsQuotedLines: Bool
  /// The offset in the file of the buffer's first byte.
  private var base: Int
  /// Where the next line starts in the buffer.
  private var start = 0
  /// How much of the buffer is filled.
  private var end = 0
  private var atEnd = false
  private var number: Int

  /// Reads from an offset, at which the line of this number starts.
  init(
    _ file: RecordingFile, at offset: Int = 0, line: Int = 1, chunk: Int = usualChunk,
    joinsQuotedLines: Bool = true
  ) {
    self.joinsQuotedLines = joinsQuotedLines
    self.file = file
    self.chunk = chunk
    base = offset
    number = line
  }

  /// The next line; nil at the end of the file.
  mutating func next() throws(RecordingError) -> Line? {
    if base == 0, start == 0, number == 1 { try skipByteOrderMark() }
    var line: Line
    switch try lineEnd(beyond: 0) {
    case .tooLong:
      throw RecordingError(
        file: file.name, line: number, "the line is longer than \(Self.longest) bytes",
        remedy: "this is no recording; give a CSV file with one row a line")
    case .endOfFile(0): return nil
    case .endOfFile(let length), .lineFeed(let length):
      let last = try quotedEnd(after: length)
      let offset = base + start
      let range = start..<start + (last ?? length)
      line = Line(range: range, number: number, offset: offset, isUnclosed: last == nil)
    }
    number += 1 + buffer[line.range].count { $0 == UInt8(ascii: "\n") }
    start = min(line.range.upperBound + 1, end)
    if buffer[line.range].last == UInt8(ascii: "\r") { line.range = line.range.dropLast() }
    try refuseBinary(line)
    return line
  }

  /// Where a line ends, in bytes from its start.
  private enum LineEnd {
    case lineFeed(Int)
    case endOfFile(Int)
    case tooLong
  }

  /// The first line feed of the current line that is `skip` bytes from its start or more.
  private mutating func lineEnd(beyond skip: Int) throws(RecordingError) -> LineEnd {
    var searched = min(skip, end - start)
    while true {
      if let found = indexOf(UInt8(ascii: "\n"), in: start + searched..<end) {
        return found - start <= Self.longest ? .lineFeed(found - start) : .tooLong
      }
      searched = end - start
      if searched > Self.longest { return .tooLong }
      if atEnd { return .endOfFile(searched) }
      try fill()
    }
  }

  /// The end of a line whose first part may open a quote; nil if that is never closed.
  private mutating func quotedEnd(after length: Int) throws(RecordingError) -> Int? {
    let part = start..<start + length
    guard joinsQuotedLines, indexOf(UInt8(ascii: "\""), in: part) != nil,
      buffer[start] != UInt8(ascii: "#")
    else { return length }
    var quotes = QuoteState()
    quotes.take(buffer[part])
    var length = length
    while quotes.isOpen {
      switch try lineEnd(beyond: length + 1) {
      case .tooLong: return nil
      case .endOfFile(let next), .lineFeed(let next):
        guard next > length else { return nil }
        quotes.take(buffer[start + length..<start + next])
        length = next
      }
    }
    return length
  }

  private mutating func fill() throws(RecordingError) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      base += start
      end -= start
      start = 0
    }
    if buffer.count < end + chunk {
      buffer += [UInt8](repeating: 0, count: end + chunk - buffer.count)
    }
    let (file, offset, free) = (file, base + end, end..<end + chunk)
    let count = try buffer.withUnsafeMutableBufferPointer { bytes throws(RecordingError) in
      try file.read(at: offset, into: UnsafeMutableRawBufferPointer(.init(rebasing: bytes[free])))
    }
    self.end += count
    atEnd = count == 0
  }

  private mutating func skipByteOrderMark() throws(RecordingError) {
    while end < 3, !atEnd { try fill() }
    if end >= 3, buffer[..<3].elementsEqual([0xEF, 0xBB, 0xBF]) { start = 3 }
  }

  private func indexOf(_ byte: UInt8, in range: Range<Int>) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, !range.isEmpty else { return nil }
      let found = memchr(base + range.lowerBound, Int32(byte), range.count)
      return found.map { UnsafeRawPointer($0) - base }
    }
  }

  private func refuseBinary(_ line: Line) throws(RecordingError) {
    guard indexOf(0, in: line.range) != nil else { return }
    throw RecordingError(
      file: file.name, line: line.number, "the line holds a zero byte, so this is no text",
      remedy: "give a recording as UTF-8 CSV")
  }
}

/// Whether a place in a line lies between the double quotes of a cell.
private struct QuoteState {
  private(set) var isOpen = false
  private var isCellStart = true

  mutating func take(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\"") where isOpen || isCellStart:
        isOpen.toggle()
        // A quote right after a closing one opens again: so a quote is written between quotes.
        isCellStart = !isOpen
      case UInt8(ascii: ","): isCellStart = !isOpen
      default: isCellStart = false
      }
    }
  }
}
