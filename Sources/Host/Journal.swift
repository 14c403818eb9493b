import CSystemd
import Glibc

/// One entry of the system's journal.
public struct JournalEntry: Hashable, Sendable {
  /// The syslog priorities that entries use.
  public enum Priority: Int, Sendable {
    case alert = 1
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7
  }

  /// One field, its name in the journal's own form.
  public struct Field: Hashable, Sendable {
    public var name: String
    public var value: String
  }

  /// The fields in order.
  public private(set) var fields: [Field]

  /// An entry with its text; `SYSLOG_IDENTIFIER` is the program's name.
  public init(_ message: String, priority: Priority) {
    fields = [
      Field(name: "MESSAGE", value: message),
      Field(name: "PRIORITY", value: String(priority.rawValue)),
      Field(name: "SYSLOG_IDENTIFIER", value: "infusionwatch"),
    ]
  }

  /// Adds a field; a name that the journal would refuse is mended.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: Self.fieldName(name), value: value))
  }

  /// Each field as `NAME=value`.
  var bytes: [[UInt8]] { fields.map { Array("\($0.name)=\($0.value)".utf8) } }

  /// Capitals, digits and underscores, at most 64, neither `_` nor a digit first.
  static func fieldName(_ name: String) -> String {
    let mended = name.uppercased().utf8.map { byte -> Character in
      let isKept =
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      return isKept ? Character(Unicode.Scalar(byte)) : "_"
    }
    let isFirst = mended.first?.isLetter ?? false
    return String((isFirst ? mended : Array("X") + mended).prefix(64))
  }
}

/// The system's journal.
public enum Journal {
  /// Whether a journal listens on this machine.
  public static var isPresent: Bool { access("/run/systemd/journal/socket", F_OK) == 0 }

  /// Whether this program's standard error goes to the journal already (systemd.exec(5),
  /// `$JOURNAL_STREAM`).
  public static var hasStandardError: Bool {
    guard let stream = getenv("JOURNAL_STREAM") else { return false }
    var status = stat()
    guard fstat(STDERR_FILENO, &status) == 0 else { return false }
    return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
  }

  /// Writes one entry; false if the journal did not take it.
  @discardableResult
  public static func send(_ entry: JournalEntry) -> Bool {
    let fields = entry.bytes
    var flat = fields.flatMap(\.self)
    return flat.withUnsafeMutableBytes { buffer in
      var offset = 0
      var vectors: [iovec] = []
      for field in fields {
        vectors.append(
          iovec(iov_base: buffer.baseAddress?.advanced(by: offset), iov_len: field.count))
        offset += field.count
      }
      return journal_send(vectors, Int32(vectors.count)) >= 0
    }
  }
}
