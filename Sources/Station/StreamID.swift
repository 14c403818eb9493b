/// A place in the stream: which start of the station, and the number of an event.
public struct StreamID: Hashable, Sendable, CustomStringConvertible {
  /// nil: the number alone says it, for it is used once.
  public let start: String?
  /// The event's number.
  public let sequence: Int64

  /// The id of an event.
  public init(start: String?, sequence: Int64) {
    self.start = start
    self.sequence = sequence
  }

  /// Reads `<start>-<seq>`, or the number alone.
  public init?(_ text: String) {
    let dash = text.lastIndex(of: "-")
    let digits = dash.map { text[text.index(after: $0)...] } ?? text[...]
    guard text.utf8.count <= 64, dash != text.startIndex, !digits.isEmpty,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let sequence = Int64(digits)
    else { return nil }
    self.init(start: dash.map { String(text[..<$0]) }, sequence: sequence)
  }

  public var description: String { (start.map { "\($0)-" } ?? "") + "\(sequence)" }
}
