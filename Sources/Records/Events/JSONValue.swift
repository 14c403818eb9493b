import InfusionCore

/// One JSON value (RFC 8259) as it was read.
public enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// How many objects and lists may lie in each other.
  public static let deepest = 16

  /// Reads one whole value; nil if the text is anything else, or holds a number that no Double can.
  public init?(_ text: [UInt8]) {
    var parser = JSONParser(text: text)
    guard let value = parser.value(depth: 0), parser.isAtEnd else { return nil }
    self = value
  }

  /// As a message shows it.
  public var words: String {
    switch self {
    case .null: "null"
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): DecimalText.rounded(number)
    case .text(let text): quoted(text)
    case .list(let values): "[" + values.map(\.words).joined(separator: ", ") + "]"
    case .object(let fields): "an object of \(fields.count) fields"
    }
  }
}

private struct JSONParser {
  let text: [UInt8]
  var index = 0

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return index == text.count
    }
  }

  mutating func value(depth: Int) -> JSONValue? {
    skipBlanks()
    guard depth < JSONValue.deepest, index < text.count else { return nil }
    switch text[index] {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return list(depth: depth)
    case UInt8(ascii: "\""): return string().map { .text($0) }
    case UInt8(ascii: "t"): return take("true") ? .flag(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .flag(false) : nil
    case UInt8(ascii: "n"): return take("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSONValue? {
    var fields: [String: JSONValue] = [:]
    index += 1
    if takeMark("}") { return .object(fields) }
    repeat {
      skipBlanks()
      guard let key = string(), takeMark(":"), let value = value(depth: depth + 1),
        fields.updateValue(value, forKey: key) == nil
      else { return nil }
    } while takeMark(",")
    return takeMark("}") ? .object(fields) : nil
  }

  private mutating func list(depth: Int) -> JSONValue? {
    var values: [JSONValue] = []
    index += 1
    if takeMark("]") { return .list(values) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    } while takeMark(",")
    return takeMark("]") ? .list(values) : nil
  }

  private mutating func number() -> JSONValue? {
    let begin = index
    _ = take("-")
    let beginsWithZero = take("0")
    guard beginsWithZero || digits() else { return nil }
    if take("."), !digits() { return nil }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      guard digits() else { return nil }
    }
    let written = text[begin..<index]
    guard let number = Double(String(decoding: written, as: UTF8.self)), number.isFinite else {
      return nil
    }
    // What is too small for a Double reads as 0, and is not 0.
    let mantissa = written.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let isZero = !mantissa.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    return number == 0 && !isZero ? nil : .number(number)
  }

  /// Takes at least one digit.
  private mutating func digits() -> Bool {
    let digits = text[index...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    index += digits.count
    return !digits.isEmpty
  }

  private mutating func string() -> String? {
    guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
    index += 1
    var units: [UInt16] = []
    while index < text.count {
      let plain = text[index...].prefix {
        $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20
      }
      guard let part = String(validating: plain, as: UTF8.self) else { return nil }
      units += part.utf16
      index += plain.count
      guard index + 1 <= text.count, index < text.count else { return nil }
      index += 1
      switch text[index - 1] {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF16.self)
      case UInt8(ascii: "\\"):
        guard let unit = escaped() else { return nil }
        units.append(unit)
      default: return nil
      }
    }
    return nil
  }

  private mutating func escaped() -> UInt16? {
    guard index < text.count else { return nil }
    index += 1
    switch text[index - 1] {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "u"):
      let digits = text[index...].prefix(4)
      index += digits.count
      let text = String(decoding: digits, as: UTF8.self)
      return digits.count == 4 && text.allSatisfy(\.isHexDigit) ? UInt16(text, radix: 16) : nil
    case let byte where "\"\\/".utf8.contains(byte): return UInt16(byte)
    default: return nil
    }
  }

  private mutating func take(_ word: String) -> Bool {
    guard text[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func takeMark(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard index < text.count, text[index] == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while index < text.count, " \t\r\n".utf8.contains(text[index]) { index += 1 }
  }
}
