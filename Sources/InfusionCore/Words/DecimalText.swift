/// Numbers as recordings, verbs and events write them: plain decimal notation, no exponent.
public enum DecimalText {
  /// The longest number that is read, in characters.
  public static let longest = 24
  /// Up to so many digits a quotient of two exact numbers is the nearest Double.
  private static let exactDigits = 15

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// Reads `72`, `98.3` or `-1`; nil for anything else.
  public static func value(_ text: Swift.Span<UInt8>) -> Double? {
    guard text.count <= longest else { return nil }
    let negative = !text.isEmpty && text[0] == UInt8(ascii: "-")
    var mantissa: Int64 = 0
    var digits = 0
    var point: Int?
    for index in (negative ? 1 : 0)..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), point == nil, digits > 0 {
        point = digits
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digits += 1
      if digits <= exactDigits { mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0")) }
    }
    let decimals = point.map { digits - $0 } ?? 0
    guard digits > 0, point == nil || decimals > 0 else { return nil }
    guard digits <= exactDigits else { return longValue(text) }
    let value = Double(mantissa) / powers[decimals]
    return negative ? -value : value
  }

  /// Reads `72`, `98.3` or `-1`; nil for anything else.
  public static func value(_ text: String) -> Double? { value(text.utf8.span) }

  /// A number of more digits than the short way can round right; its characters are checked.
  private static func longValue(_ text: Swift.Span<UInt8>) -> Double? {
    var copy = ""
    for index in 0..<text.count { copy.unicodeScalars.append(Unicode.Scalar(text[index])) }
    return Double(copy)
  }

  /// The shortest text that reads as the same number; `0` where the number is not finite.
  public static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    for power in powers.indices where isWhole(value, times: powers[power], before: 1e15) {
      return fixed(value, decimals: power)
    }
    let shortest = "\(value)"
    guard shortest.utf8.count <= longest, !shortest.utf8.contains(UInt8(ascii: "e")) else {
      return rounded(value)
    }
    return shortest
  }

  /// At most three decimals, without trailing zeros: `88`, `98.3`.
  public static func rounded(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "0" }
    var text = fixed(value, decimals: 3)
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return text
  }

  private static func isWhole(_ value: Double, times power: Double, before limit: Double) -> Bool {
    let scaled = (value * power).rounded()
    return scaled.magnitude < limit && scaled / power == value
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = Int64((value * powers[decimals]).rounded())
    let digits = "\(scaled.magnitude)"
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
