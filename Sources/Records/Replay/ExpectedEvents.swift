public import InfusionCore

/// Recorded events, line by line beside those of a replay.
///
/// What does not tell two replays apart is passed over: the sequence number, whether the event was
/// durable, and the wording.
public struct ExpectedEvents {
  fileprivate static let passedOver: Set<String> = ["seq", "durable", "message"]
  fileprivate static let passedOverInAlert: Set<String> = ["message", "cause", "remedy", "source"]

  /// The first difference, if there was one.
  public private(set) var difference: RecordingError?
  /// How many events were compared.
  public private(set) var count = 0
  private var lines: LineReader
  /// Writes the events that are compared.
  public var writer: EventWriter

  /// Opens a file of recorded events.
  public init(_ file: RecordingFile, writer: EventWriter) {
    lines = LineReader(file, joinsQuotedLines: false)
    self.writer = writer
  }

  /// Compares the next event.
  public mutating func compare(_ event: Event) throws(RecordingError) {
    guard difference == nil else { return }
    var json = JSONText()
    writer.write(event, sequence: 0, to: &json)
    count += 1
    guard let (expected, line) = try next() else {
      difference = RecordingError(
        file: lines.file.name, line: nil,
        "expected nothing after event \(count - 1), got \(Self.title(event))",
        remedy: Self.remedy)
      return
    }
    guard let told = JSONValue(json.bytes), told.comparable != expected.comparable else { return }
    difference = RecordingError(
      file: lines.file.name, line: line,
      Self.difference(expected.comparable, told.comparable) + " in \(Self.title(event))",
      remedy: Self.remedy)
  }

  /// Ends the comparison: no expected event may be left.
  public mutating func finish() throws(RecordingError) {
    guard difference == nil, let (expected, line) = try next() else { return }
    difference = RecordingError(
      file: lines.file.name, line: line,
      "expected \(expected.title), got the end of the replay", remedy: Self.remedy)
  }

  private static let remedy = "look at the events with --format ndjson"

  private mutating func next() throws(RecordingError) -> (event: JSONValue, line: Int)? {
    while let line = try lines.next() {
      let bytes = lines.buffer[line.range]
      if bytes.allSatisfy({ $0 == UInt8(ascii: " ") }) { continue }
      guard let value = JSONValue(Array(bytes)), case .object = value else {
        throw RecordingError(
          file: lines.file.name, line: line.number, "the line is no event",
          remedy: "give the output of a replay, one JSON object a line")
      }
      return (value, line.number)
    }
    return nil
  }

  private static func title(_ event: Event) -> String {
    ([event.name.rawValue] + (event.alert.map { [$0.condition.rawValue] } ?? []))
      .joined(separator: " ")
  }

  /// The first field, by name, that differs.
  private static func difference(_ expected: JSONValue, _ told: JSONValue, _ path: String = "")
    -> String
  {
    guard case .object(let left) = expected, case .object(let right) = told else {
      return "expected \(path) \(expected.words), got \(told.words)"
    }
    let keys = Set(left.keys).union(right.keys).sorted()
    let first = keys.first { left[$0] != right[$0] } ?? ""
    let inner = path.isEmpty ? first : "\(path).\(first)"
    guard let one = left[first] else {
      return "expected no \(inner), got \(right[first]?.words ?? "")"
    }
    guard let other = right[first] else { return "expected \(inner) \(one.words), got none" }
    return difference(one, other, inner)
  }
}

extension JSONValue {
  /// Without the fields that do not count.
  fileprivate var comparable: JSONValue {
    guard case .object(var fields) = self else { return self }
    fields = fields.filter { !ExpectedEvents.passedOver.contains($0.key) }
    if case .object(let alert)? = fields["alert"] {
      fields["alert"] = .object(
        alert.filter { !ExpectedEvents.passedOverInAlert.contains($0.key) })
    }
    return .object(fields)
  }

  fileprivate var title: String {
    guard case .object(let fields) = self, case .text(let name)? = fields["event"] else {
      return "an event"
    }
    guard case .object(let alert)? = fields["alert"],
      case .text(let condition)? = alert["condition"]
    else { return shortened(name) }
    return shortened("\(name) \(condition)")
  }
}
