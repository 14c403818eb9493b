/// One verb or machine event as a recording's `event` column writes it.
public enum RecordedAct: Hashable, Codable, Sendable {
  case verb(Verb, by: String?)
  case machine(MachineEvent)
}

/// Why a text is no verb: one plain sentence, and what to write instead.
public struct VerbError: Error, Hashable, Sendable {
  public var what: String
  public var remedy: String

  /// Why a text is no verb.
  public init(_ what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}

extension RecordedAct {
  /// Reads `start minutes=40 by=anna`, `ack spo2.low`, `link.down`: a verb with `key=value`
  /// arguments, values with blanks in single or double quotes.
  public init(parsing text: String) throws(VerbError) {
    throw VerbError("“\(text)” is no verb", remedy: "see `infusionwatch act --help`")
  }

  /// The text that parses to this act.
  public var text: String { "" }
}
