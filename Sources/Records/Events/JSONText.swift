import InfusionCore

/// JSON (RFC 8259) while it is written, key by key in the order of the calls.
public struct JSONText: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// An empty text.
  public init() {}

  /// An object with the fields that the body writes.
  public mutating func object(_ body: (inout JSONText) -> Void) {
    open("{")
    body(&self)
    close("}")
  }

  /// An object under a key.
  public mutating func object(_ key: String, _ body: (inout JSONText) -> Void) {
    self.key(key)
    object(body)
  }

  /// A list under a key, of the values that the body writes.
  public mutating func list(_ key: String, _ body: (inout JSONText) -> Void) {
    self.key(key)
    open("[")
    body(&self)
    close("]")
  }

  /// A list under a key, of the objects that the bodies write.
  public mutating func objects<Element>(
    _ key: String, _ elements: some Sequence<Element>, _ body: (inout JSONText, Element) -> Void
  ) {
    list(key) { json in
      for element in elements { json.object { body(&$0, element) } }
    }
  }

  /// A text under a key, `null` if there is none.
  public mutating func field(_ key: String, _ text: String?) {
    self.key(key)
    if let text { value(text) } else { raw("null") }
  }

  /// A number under a key: at most three decimals, no trailing zeros.
  public mutating func field(_ key: String, _ number: Double) {
    field(key, raw: DecimalText.rounded(number))
  }

  /// A whole number under a key.
  public mutating func field(_ key: String, _ number: Int) { field(key, raw: "\(number)") }

  /// A truth value under a key.
  public mutating func field(_ key: String, _ flag: Bool) {
    field(key, raw: flag ? "true" : "false")
  }

  /// A value under a key that is JSON already.
  public mutating func field(_ key: String, raw json: String) {
    self.key(key)
    raw(json)
  }

  /// A text in a list.
  public mutating func value(_ text: String) {
    comma()
    quote(text)
    needsComma = true
  }

  /// Ends a line, after which another value may follow.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Forgets what is written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  private mutating func key(_ key: String) {
    comma()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func raw(_ json: String) {
    bytes += json.utf8
    needsComma = true
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    comma()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20, 0x7F:
        bytes += "\\u00".utf8
        bytes += [byte >> 4, byte & 0xF].map { $0 < 10 ? 0x30 + $0 : 0x57 + $0 }
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
