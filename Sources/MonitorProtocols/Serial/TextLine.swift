/// Lines of printable ASCII that end with CR LF.
enum TextLine {
  static let space: UInt8 = 0x20

  /// What these bytes begin with: a line whose beginning has a form (`9` stands for a digit, `A`
  /// for a letter, all else for itself), that is whole, and has at most so many bytes.
  static func look(
    at bytes: ArraySlice<UInt8>, form: [UInt8], longest: Int,
    isWhole: (ArraySlice<UInt8>) -> Bool
  ) -> FrameLook {
    let bytes = bytes.prefix(longest)
    var at = bytes.startIndex
    for expected in form {
      guard at < bytes.endIndex else { return .partial }
      guard fits(bytes[at], expected) else { return .nothing }
      at += 1
    }
    while at < bytes.endIndex {
      if 0x20...0x7E ~= bytes[at] {
        at += 1
        continue
      }
      guard bytes[at] == 0x0D else { return .nothing }
      guard at + 1 < bytes.endIndex else { return .partial }
      guard bytes[at + 1] == 0x0A, isWhole(bytes[bytes.startIndex..<at]) else { return .nothing }
      return .frame(at + 2 - bytes.startIndex)
    }
    return .partial
  }

  private static func fits(_ byte: UInt8, _ expected: UInt8) -> Bool {
    switch expected {
    case UInt8(ascii: "9"): isDigit(byte)
    case UInt8(ascii: "A"): isLetter(byte)
    case let literal: byte == literal
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  static func isCapital(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }
  static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & 0xDF) }

  /// What stands between spaces.
  static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split(separator: space)
  }

  /// A number of one to nine digits and nothing else.
  static func number(_ text: ArraySlice<UInt8>) -> Int? {
    guard 1...9 ~= text.count, text.allSatisfy(isDigit) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
  }

  /// A number of one to eight hexadecimal digits and nothing else.
  static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt32? {
    guard 1...8 ~= text.count else { return nil }
    var number: UInt32 = 0
    for byte in text {
      switch byte {
      case 0x30...0x39: number = number << 4 | UInt32(byte & 0x0F)
      case 0x41...0x46, 0x61...0x66: number = number << 4 | UInt32(byte & 0x0F) + 9
      case _: return nil
      }
    }
    return number
  }
}
