import InfusionCore
public import Vitals

/// What the `#` lines of a recording say of it.
public struct RecordingHeader: Hashable, Sendable {
  /// The only version of the format.
  public static let version = 1
  /// The longest nominal interval.
  public static let longestInterval = Vitals.Span.minutes(60)

  /// The protocol it is judged by; nil: the reader's choice.
  public var protocolName: String?
  /// Its start in milliseconds since 1970-01-01T00:00:00Z.
  public var start: Moment?
  /// The nominal interval of HR and SpO2; nil: not said.
  public var every: Vitals.Span?
  /// The session that it is an export of.
  public var session: String?

  /// A header that says nothing.
  public init(
    protocolName: String? = nil, start: Moment? = nil, every: Vitals.Span? = nil,
    session: String? = nil
  ) {
    self.protocolName = protocolName
    self.start = start
    self.every = every
    self.session = session
  }

  /// The moment of time 0.
  public var origin: Moment { start ?? Moment(milliseconds: 0) }

  /// Takes one `#` line; a line that is no header is a comment.
  mutating func read(_ line: String) throws(LineFault) {
    let text = trimmed(line.dropFirst())
    let title = "infusionwatch recording "
    if text.hasPrefix(title) {
      guard text == "\(title)\(Self.version)" else {
        throw LineFault(
          "recordings of version \(text.dropFirst(title.count)) are not known here",
          remedy: "write `# \(title)\(Self.version)`, the version that this program reads")
      }
      return
    }
    guard let colon = text.firstIndex(of: ":") else { return }
    let value = trimmed(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "protocol":
      try set(\.protocolName, to: value.isEmpty ? nil : value, "protocol: ketamine-40")
    case "session": try set(\.session, to: value.isEmpty ? nil : value, "session: S-1")
    case "start":
      try set(\.start, to: CivilTime.moment(iso8601: value), "start: 2026-03-01T09:00:00Z")
    case "every":
      let every = DurationText.span(value).flatMap { $0 <= Self.longestInterval ? $0 : nil }
      try set(\.every, to: every, "every: 60s")
    default: break
    }
  }

  private mutating func set<Value: Equatable>(
    _ path: WritableKeyPath<RecordingHeader, Value?>, to value: Value?, _ example: String
  ) throws(LineFault) {
    let key = example.prefix { $0 != ":" }
    guard let value else {
      throw LineFault("`# \(key)` cannot be read", remedy: "write it as `# \(example)`")
    }
    if let earlier = self[keyPath: path], earlier != value {
      throw LineFault("`# \(key)` is given twice", remedy: "write it once")
    }
    self[keyPath: path] = value
  }

  private func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(
      start.prefix(
        upTo: (start.lastIndex { !$0.isWhitespace }).map(start.index(after:))
          ?? start.startIndex))
  }
}
