import Glibc
public import Logging

/// Where the program's own log goes: to the journal with its fields if standard error leads there,
/// else as one plain line each on standard error.
public struct ProgramLog: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  private let toJournal: Bool

  /// A log that writes this level and above.
  public init(level: Logger.Level = .info) {
    logLevel = level
    toJournal = Journal.hasStandardError
  }

  /// A logger that writes here.
  public static func logger(_ label: String, level: Logger.Level = .info) -> Logger {
    Logger(label: label) { _ in ProgramLog(level: level) }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var fields = metadata.merging(event.metadata ?? [:]) { $1 }
    if let error = event.error { fields["error"] = "\(error)" }
    if toJournal {
      LogLane.shared.write(Self.entry(event, fields: fields))
    } else {
      let line = Array(Self.line(event, fields: fields).utf8)
      _ = write(STDERR_FILENO, line, line.count)
    }
  }

  /// The event as a journal entry with its place in the source.
  static func entry(_ event: LogEvent, fields: Logger.Metadata) -> JournalEntry {
    var entry = JournalEntry("\(event.message)", priority: priority(event.level))
    entry.add("CODE_FILE", event.file)
    entry.add("CODE_LINE", String(event.line))
    entry.add("CODE_FUNC", event.function)
    for key in fields.keys.sorted() {
      entry.add(fieldName(key), fields[key].map { "\($0)" } ?? "")
    }
    return entry
  }

  /// Prefixed as the fields of events are, so that no key stands in for a field of the journal's
  /// own; `INFUSIONWATCH_EVENT` tells events from this log.
  private static func fieldName(_ key: String) -> String {
    key.lowercased() == "event" ? "INFUSIONWATCH_LOG_EVENT" : "INFUSIONWATCH_\(key)"
  }

  /// `infusionwatch: warning: message; key=value`, without line breaks inside.
  static func line(_ event: LogEvent, fields: Logger.Metadata) -> String {
    let facts = fields.keys.sorted().map { key in "; \(key)=\(fields[key].map { "\($0)" } ?? "")" }
    let text = "infusionwatch: \(event.level): \(event.message)\(facts.joined())"
    return String(text.map { $0.isNewline ? " " : $0 }) + "\n"
  }

  private static func priority(_ level: Logger.Level) -> JournalEntry.Priority {
    switch level {
    case .trace, .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    case .critical: .critical
    }
  }
}
