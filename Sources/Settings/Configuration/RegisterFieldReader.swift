import MonitorProtocols

/// Reads one field such as `{at = 1, type = "u16", scale = 0.1}`.
enum RegisterFieldReader {
  /// The most raw numbers that may mean "no value".
  private static let mostMissing = 16

  /// A field that is a number.
  static func number(_ table: TableReader, missing: [Int64]) -> RegisterField {
    var field = plain(table)
    field.scale = table.optional("scale", .number(in: -1e6...1e6)) ?? 1
    field.add = table.optional("add", .number(in: -1e6...1e6)) ?? 0
    field.missing = table.optional("missing", rawNumbers) ?? missing
    table.check(
      field.scale != 0, "scale", what: "“scale” 0 would make every value the same",
      remedy: "write another number")
    return field
  }

  /// A field that is looked at bit by bit.
  static func bits(_ table: TableReader) -> RegisterField {
    let field = plain(table)
    table.check(
      field.type != .f32, "type", what: "a real number is no field of bits",
      remedy: "write u16, i16, u32 or i32")
    return field
  }

  /// Raw numbers as they stand in the registers.
  static var rawNumbers: Shape<[Int64]> {
    let range = -2_147_483_648...Int64(UInt32.max)
    let number = Shape<Int64>("a raw number such as 0xFFFF", standIn: 0) { content in
      guard case .integer(let number) = content else { return nil }
      return range.contains(number) ? number : nil
    }
    return .list(of: number, count: 1...mostMissing)
  }

  private static func plain(_ table: TableReader) -> RegisterField {
    RegisterField(
      at: table.required("at", .wholeNumber(in: 0...65_535)),
      type: table.required("type", .word(standIn: .u16)),
      order: table.optional("order", .word(standIn: .abcd)) ?? .abcd)
  }
}
