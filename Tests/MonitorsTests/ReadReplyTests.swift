import MonitorProtocols
import Testing

@testable import Monitors

/// A reply is used only if every field of it fits its request.
@Suite struct ReadReplyTests {
  private let request = ReadRequest(
    unit: 1, block: RegisterMap.Block(table: .holding, start: 0x0102, count: 2))

  @Test func `a request is function 1 to 4, which read, and nothing else`() {
    #expect(request.frame(transaction: 0x0A0B) == hex("0A0B 0000 0006 01 03 0102 0002"))
    let input = ReadRequest(
      unit: 255, block: RegisterMap.Block(table: .input, start: 0, count: 125))
    #expect(input.frame(transaction: 1) == hex("0001 0000 0006 FF 04 0000 007D"))
    #expect(Set(RegisterMap.Table.allCases.map(function)) == [1, 2, 3, 4])
  }

  @Test(arguments: [
    ("whole", "0007 0000 0007 01 03 04 0048 0061", ReadReply.registers([72, 97])),
    ("busy", "0007 0000 0003 01 83 06", .exception(6)),
    ("of another transaction", "0006 0000 0007 01 03 04 0048 0061", .wrong("transaction 6")),
    ("of another protocol", "0007 0005 0007 01 03 04 0048 0061", .wrong("protocol 5")),
    ("of another unit", "0007 0000 0007 4D 03 04 0048 0061", .wrong("unit 77")),
    ("an exception of another unit", "0007 0000 0003 02 83 06", .wrong("unit 2")),
    ("of another function", "0007 0000 0007 01 04 04 0048 0061", .wrong("function 4")),
    ("shorter than asked", "0007 0000 0005 01 03 02 0048", .wrong("2 bytes")),
    ("with another length", "0007 0000 0009 01 03 04 0048 0061", .wrong("length 9")),
    ("cut off", "0007 0000 0007 01", .wrong("a frame of 7 bytes")),
  ])
  func `a reply is judged`(what: String, bytes: String, expected: ReadReply) {
    let reply = ReadReply(frame: hex(bytes), to: request, transaction: 7)
    switch (reply, expected) {
    case (.wrong(let found), .wrong(let start)): #expect(found.hasPrefix(start), "\(what)")
    default: #expect(reply == expected, "\(what)")
    }
  }

  @Test func `bits are read lowest first, and a short reply of them is refused`() {
    let bits = ReadRequest(
      unit: 1, block: RegisterMap.Block(table: .discrete, start: 0, count: 10))
    let whole = ReadReply(frame: hex("0007 0000 0005 01 02 02 05 02"), to: bits, transaction: 7)
    #expect(whole == .registers([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]))
    let short = ReadReply(frame: hex("0007 0000 0004 01 02 01 05"), to: bits, transaction: 7)
    #expect(short == .wrong("1 bytes instead of 2"))
  }

  private func function(of table: RegisterMap.Table) -> UInt8 {
    ReadRequest(unit: 1, block: RegisterMap.Block(table: table, start: 0, count: 1)).function
  }

  private func hex(_ text: String) -> [UInt8] {
    let digits = text.filter { $0 != " " }.compactMap(\.hexDigitValue).map(UInt8.init)
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
