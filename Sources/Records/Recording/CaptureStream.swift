public import Vitals

/// A capture as it is read, chunk by chunk: a monitor's bytes alone, or the text that `record`
/// makes of them, with their times.
public struct CaptureStream: Sendable {
  /// The longest line of a text, in bytes.
  private static let longestLine = 65_536

  /// What came at once.
  public struct Piece: Hashable, Sendable {
    /// Counted from the capture's start; nil: nobody knows.
    public var time: Vitals.Span?
    public var bytes: [UInt8]
  }

  private enum Form: Hashable {
    case unknown
    case bytes
    case text
  }

  private var form = Form.unknown
  private var reader = CaptureReader()
  /// Of a text, the line that is not whole yet; before that is known, all that came.
  private var rest: [UInt8] = []
  private var lines = 0

  /// A capture of which nothing is read yet.
  public init() {}

  /// Takes what was read next, and gives what it completes.
  public mutating func take(_ bytes: [UInt8]) throws(CaptureReader.Failure) -> [Piece] {
    guard form != .bytes else { return [Piece(bytes: bytes)] }
    rest += bytes
    if form == .unknown, !decide() { return [] }
    return form == .text ? try takeLines() : takeRest()
  }

  /// Nothing more comes: gives what is left, a last line without its end.
  public mutating func finish() throws(CaptureReader.Failure) -> [Piece] {
    guard form == .text else { return rest.isEmpty ? [] : takeRest() }
    return try take(rest.isEmpty ? [] : [UInt8(ascii: "\n")])
  }

  /// Whether the beginning says by now which of both it is.
  private mutating func decide() -> Bool {
    if CaptureReader.begins(rest) {
      form = .text
    } else if !CaptureReader.mayBegin(rest) {
      form = .bytes
    }
    return form != .unknown
  }

  private mutating func takeRest() -> [Piece] {
    defer { rest = [] }
    return [Piece(bytes: rest)]
  }

  private mutating func takeLines() throws(CaptureReader.Failure) -> [Piece] {
    var pieces: [Piece] = []
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines += 1
      if let chunk = try reader.chunk(of: String(decoding: rest[start..<end], as: UTF8.self)) {
        pieces.append(Piece(time: chunk.time, bytes: chunk.bytes))
      }
      start = end + 1
    }
    rest.removeFirst(start)
    guard rest.count <= Self.longestLine else {
      throw CaptureReader.Failure(
        line: lines + 1, what: "the line is longer than \(Self.longestLine) bytes",
        remedy: "keep the capture as it was recorded")
    }
    return pieces
  }
}
