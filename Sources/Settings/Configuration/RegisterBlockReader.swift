import MonitorProtocols

/// Reads `block = {table = "holding", start = 0, count = 8}`.
enum RegisterBlockReader {
  /// The block with the address of its first register as it goes over the wire.
  ///
  /// Makers' lists count registers from 0 or from 1, or write 40001 for the first holding register.
  /// Only the first is the address itself; `base = 1` says that the file means one of the others,
  /// and `base = 0` that 40001 is an address indeed.
  static func read(_ table: TableReader) -> RegisterMap.Block {
    let kind: RegisterMap.Table = table.required("table", .word(standIn: .holding))
    let start = table.required("start", .wholeNumber(in: 0...65_536))
    let count = table.required("count", .wholeNumber(in: 1...kind.mostEntries))
    let base = table.optional("base", .wholeNumber(in: 0...1))
    let numbered = numbers(of: kind)
    let isNumber = numbered.contains(start)
    let address =
      base == 1 ? (isNumber ? start - numbered.lowerBound : start - 1) : start
    table.check(
      base != nil || !isNumber, "start", "table", "base",
      what: "\(start) looks like a register's number, not like its address",
      remedy: "write start = \(start - numbered.lowerBound), or base = 0 if it is the address")
    table.check(
      address >= 0, "start", "base", what: "with base = 1 the first register is 1",
      remedy: "write start = 1, or base = 0")
    table.check(
      address + count <= 65_536, "count", "start", "base",
      what: "the block ends beyond register 65535",
      remedy: "make it shorter")
    return RegisterMap.Block(table: kind, start: UInt16(clamping: address), count: count)
  }

  /// How makers number the first 9999 registers of a table.
  private static func numbers(of table: RegisterMap.Table) -> Range<Int> {
    switch table {
    case .holding: 40_001..<50_000
    case .input: 30_001..<40_000
    case .discrete: 10_001..<20_000
    // Their numbers are written without a leading digit, so they look like addresses.
    case .coil: 0..<0
    }
  }
}
