import InfusionCore
public import Vitals

/// Reads a capture line by line.
public struct CaptureReader: Sendable {
  /// Bytes that came at once, and when, counted from the start.
  public struct Chunk: Hashable, Sendable {
    public var time: Vitals.Span
    public var bytes: [UInt8]
  }

  /// Why a line cannot be read: what is wrong, and what to do.
  public struct Failure: Error, Hashable, Sendable {
    public var line: Int
    public var what: String
    public var remedy: String
  }

  private var line = 0
  private var last = Vitals.Span.zero

  /// A reader at the first line.
  public init() {}

  /// Whether a text begins as a capture does, of whatever version.
  static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: CaptureText.title.utf8) }

  /// Whether what comes next may make it one.
  static func mayBegin(_ bytes: [UInt8]) -> Bool { CaptureText.title.utf8.starts(with: bytes) }

  /// The chunk of the next line; nil: it is a comment, or blank.
  public mutating func chunk(of text: String) throws(Failure) -> Chunk? {
    line += 1
    let text = text.last == "\r" ? text.dropLast() : text[...]
    if line == 1, text != "\(CaptureText.title)\(CaptureText.version)" {
      throw failure(
        "captures of this version are not known here",
        remedy: "write `\(CaptureText.title)\(CaptureText.version)`")
    }
    guard !text.isEmpty, text.first != "#" else { return nil }
    let cells = text.split(separator: ",", omittingEmptySubsequences: false)
    guard cells.count == 2, let time = Self.time(cells[0]), let bytes = Self.bytes(cells[1]) else {
      throw failure(
        "the line is not a time and bytes", remedy: "write seconds and hex, such as 0.512,8048")
    }
    guard time >= last else {
      throw failure("the time is before the one above", remedy: "keep the lines in their order")
    }
    last = time
    return Chunk(time: time, bytes: bytes)
  }

  private func failure(_ what: String, remedy: String) -> Failure {
    Failure(line: line, what: what, remedy: remedy)
  }

  private static func time(_ text: Substring) -> Vitals.Span? {
    guard let seconds = DecimalText.value(String(text)), (0...1e9).contains(seconds) else {
      return nil
    }
    return .milliseconds(Int64((seconds * 1000).rounded()))
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2), !digits.isEmpty else { return nil }
    var bytes: [UInt8] = []
    for at in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[at], let low = digits[at + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
