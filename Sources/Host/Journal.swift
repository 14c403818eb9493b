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
      Field(name: "MESSAGE", value: Self.cut(message)),
      Field(name: "PRIORITY", value: String(priority.rawValue)),
      Field(name: "SYSLOG_IDENTIFIER", value: "infusionwatch"),
    ]
  }

  /// A field keeps so many bytes of its value: an entry must not take the journal's room.
  static let longestValue = 16 * 1024

  /// Adds a field; a name that the journal would refuse is mended, a longer value cut.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: Self.fieldName(name), value: Self.cut(value)))
  }

  /// Each field as `NAME=value`.
  var bytes: [[UInt8]] { fields.map { Array("\($0.name)=\($0.value)".utf8) } }

  private static func cut(_ value: String) -> String {
    guard value.utf8.count > longestValue else { return value }
    // The bytes that are left of a character cut in two become a replacement character.
    return String(decoding: value.utf8.prefix(longestValue - 3), as: UTF8.self) + "…"
  }

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

  /// Writes one entry; false if the journal did not take it. It blocks while the journal hangs.
  /// A journal that restarts loses nothing: the service manager holds its socket meanwhile.
  public static func send(_ entry: JournalEntry) -> Bool {
    // libsystemd calls it a success if there is no journal.
    guard isPresent else { return false }
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
