import HTTPTypes
import InfusionCore
import Records

/// The arguments of a verb as a JSON object, read by the grammar of recordings.
enum VerbBody {
  /// A verb with the arguments of a body; an empty body is none.
  ///
  /// - Parameter owner: whose verb it is; a recording has to be able to hold both.
  static func verb(
    _ name: VerbName, _ body: [UInt8], by owner: String
  ) throws(Problem) -> Verb {
    let words = try words(name, body)
    let act: RecordedAct
    do {
      act = try RecordedAct(words: words + ["by=\(owner)"])
      _ = try RecordedAct(parsing: act.text)
    } catch {
      throw Problem(.badRequest, error.what, remedy: error.remedy)
    }
    switch act {
    case .verb(let verb, _): return verb
    case .machine, .circumstance:
      throw Problem(.notFound, "\(name.rawValue) is no verb", remedy: "see openapi.json")
    }
  }

  private static func words(_ name: VerbName, _ body: [UInt8]) throws(Problem) -> [String] {
    guard body.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return [name.rawValue] }
    guard case .object(let fields)? = JSONValue(body) else {
      throw Problem(
        .badRequest, "the body is no JSON object, or a number in it is out of all range",
        remedy: "send the verb's arguments, such as {\"minutes\":40}")
    }
    var words = [name.rawValue]
    for key in fields.keys.sorted() {
      guard let value = fields[key], value != .null else { continue }
      let text = try text(value, of: key)
      // An empty list names nothing.
      if value != .list([]) {
        words.append(key == name.subjectKey ? text : "\(key)=\(text)")
      }
    }
    return words
  }

  private static func text(_ value: JSONValue, of key: String) throws(Problem) -> String {
    let isKey = !key.isEmpty && key.utf8.allSatisfy { isWordByte($0) }
    guard isKey, key != "by" else {
      throw Problem(
        .badRequest, key == "by" ? "“by” is the token's owner" : "“\(key)” is no argument",
        remedy: "leave it out")
    }
    if texts.contains(key) {
      guard case .text(let text) = value else {
        throw Problem(.badRequest, "“\(key)” is no text", remedy: "send it in quotes")
      }
      return plain(text)
    }
    switch value {
    case .text(let text): return plain(text)
    case .number(let number):
      let text = DecimalText.text(number)
      // A number that no recording can hold must not become another one.
      guard DecimalText.value(text) == number else {
        throw Problem(
          .badRequest, "“\(key)” is no number that can be kept", remedy: "write it in plain digits")
      }
      return text
    case .flag(let flag): return flag ? "yes" : "no"
    case .list(let values) where key == "flags":
      var texts: [String] = []
      for value in values {
        guard case .text(let text) = value else { throw nested(key) }
        texts.append(text)
      }
      return texts.joined(separator: ",")
    case .list, .object, .null: throw nested(key)
    }
  }

  /// What somebody wrote, on one line, and in the order in which it is read.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !scalar.properties.isBidiControl {
      plain.append("\t\n\r".unicodeScalars.contains(scalar) ? " " : scalar)
    }
    return String(plain)
  }

  /// Arguments that are words of somebody: a number there is a slip.
  private static let texts: Set = [
    "alert", "authorised_by", "entry", "escort", "from", "monitor", "note", "prescriber",
    "protocol", "reason", "session", "to",
  ]

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func nested(_ key: String) -> Problem {
    Problem(
      .badRequest, "“\(key)” is neither a text nor a number", remedy: "send one plain value")
  }
}

extension VerbName {
  /// The key of what stands without a key in a recording: whose entry, which alert.
  fileprivate var subjectKey: String? {
    switch self {
    case .correct: "entry"
    case .acknowledge, .going: "alert"
    case .admit, .baseline, .start, .hold, .resume, .stop, .discharge, .cancel, .transfer, .move,
      .rebind, .entry, .limit, .audioPause, .audioResume, .alarmPause, .alarmResume, .away, .back,
      .unhook, .handover, .undo, .emergency, .startOfDay, .endOfDay:
      nil
    }
  }
}
