extension String {
  /// The text with a mark in place of each line break and control character, which a log or a
  /// terminal might obey.
  public var onOneLine: String {
    guard unicodeScalars.contains(where: Self.isControl) else { return self }
    return String(
      UnicodeScalarView(unicodeScalars.map { Self.isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      || (0x2028...0x2029).contains(scalar.value)
  }
}
