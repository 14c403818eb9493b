/// One verb, machine event or circumstance as a recording's `event` column writes it.
public enum RecordedAct: Hashable, Codable, Sendable {
  case verb(Verb, by: String?)
  case machine(MachineEvent)
  case circumstance(Circumstance)
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
    try self.init(words: VerbText.words(text))
  }

  /// Reads a verb whose words a shell has already told apart.
  public init(words: [String]) throws(VerbError) {
    var arguments = try VerbArguments(words)
    if let name = VerbName(rawValue: arguments.name) {
      let verb = try Verb(name, &arguments)
      self = .verb(verb, by: try arguments.name("by"))
    } else if let name = MachineEventName(rawValue: arguments.name) {
      self = .machine(try MachineEvent(name, &arguments))
    } else if let name = CircumstanceName(rawValue: arguments.name) {
      self = .circumstance(try Circumstance(name, &arguments))
    } else {
      let verbs = VerbName.allCases.map(\.rawValue).joined(separator: ", ")
      throw VerbError("“\(arguments.name)” is no verb", remedy: "write one of \(verbs)")
    }
    try arguments.finish()
  }

  /// The text that parses to this act.
  public var text: String {
    switch self {
    case .verb(let verb, let by):
      var writer = verb.writer
      writer.add("by", by)
      return writer.text
    case .machine(let event):
      return event.writer.text
    case .circumstance(let circumstance): return circumstance.writer.text
    }
  }
}
