import FoundationEssentials
import InfusionCore

/// `protocol {…}` in the `event` column: the whole of the rules that a session was judged by, as
/// JSON, so that a recording replays where nobody has the clinic's file.
enum ProtocolText {
  /// The word before the JSON.
  private static let word = "protocol "
  /// No figure of a protocol is larger, in whatever unit: ten years in milliseconds.
  private static let largest = 3.2e11

  /// The text of a cell.
  static func text(_ rules: TreatmentProtocol) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try? encoder.encode(rules)
    return word + String(decoding: json ?? Data(), as: UTF8.self)
  }

  /// Reads a cell; nil: it is something else.
  static func read(_ text: String) throws(LineFault) -> TreatmentProtocol? {
    guard text.hasPrefix(word) else { return nil }
    let json = Array(text.utf8.dropFirst(word.utf8.count))
    guard let value = JSONValue(json), value.isWithin(largest),
      let rules = try? JSONDecoder().decode(TreatmentProtocol.self, from: Data(json))
    else {
      throw LineFault(
        "the protocol in this row cannot be read",
        remedy: "leave the row as it was exported, or name the protocol in `# protocol:`")
    }
    return rules
  }
}

extension JSONValue {
  /// Whether no number in it is larger than this, in either direction.
  fileprivate func isWithin(_ largest: Double) -> Bool {
    switch self {
    case .null, .flag, .text: true
    case .number(let number): number.magnitude <= largest
    case .list(let values): values.allSatisfy { $0.isWithin(largest) }
    case .object(let fields): fields.values.allSatisfy { $0.isWithin(largest) }
    }
  }
}
