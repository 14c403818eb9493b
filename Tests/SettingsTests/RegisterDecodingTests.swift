import MonitorProtocols
import Testing
import Vitals

/// Registers to readings: every type, every order, and everything that is no value.
@Suite struct RegisterDecodingTests {
  /// A number, and the registers that hold it in each order.
  struct Sample: Sendable {
    var type: RegisterField.NumberType
    var value: Double
    var abcd: [UInt16]
    var cdab: [UInt16]
    var badc: [UInt16]
    var dcba: [UInt16]
  }

  static let samples = [
    Sample(
      type: .u16, value: 65_244, abcd: [0xFEDC], cdab: [0xFEDC], badc: [0xDCFE], dcba: [0xDCFE]),
    Sample(
      type: .i16, value: -292, abcd: [0xFEDC], cdab: [0xFEDC], badc: [0xDCFE], dcba: [0xDCFE]),
    Sample(
      type: .u32, value: 4_275_878_552, abcd: [0xFEDC, 0xBA98], cdab: [0xBA98, 0xFEDC],
      badc: [0xDCFE, 0x98BA], dcba: [0x98BA, 0xDCFE]),
    Sample(
      type: .i32, value: -19_088_744, abcd: [0xFEDC, 0xBA98], cdab: [0xBA98, 0xFEDC],
      badc: [0xDCFE, 0x98BA], dcba: [0x98BA, 0xDCFE]),
    Sample(
      type: .f32, value: 97.25, abcd: [0x42C2, 0x8000], cdab: [0x8000, 0x42C2],
      badc: [0xC242, 0x0080], dcba: [0x0080, 0xC242]),
  ]

  @Test(arguments: samples)
  func `each type is read in each order`(sample: Sample) {
    func value(_ order: RegisterField.ByteOrder, _ registers: [UInt16]) -> Double? {
      RegisterField(at: 1, type: sample.type, order: order).value(in: [0x1111] + registers)
    }
    #expect(value(.abcd, sample.abcd) == sample.value)
    #expect(value(.cdab, sample.cdab) == sample.value)
    #expect(value(.badc, sample.badc) == sample.value)
    #expect(value(.dcba, sample.dcba) == sample.value)
  }

  @Test func `the value is the raw number times scale plus add, to three decimals`() {
    let tenths = RegisterField(at: 0, type: .u16, scale: 0.1)
    #expect(tenths.value(in: [983]) == 98.3)
    #expect(RegisterField(at: 0, type: .u16, scale: 2, add: -5).value(in: [10]) == 15)
    for raw in UInt16(0)...1000 { #expect(tenths.value(in: [raw]) == Double(raw) / 10) }
  }

  @Test(arguments: [UInt32(0x7FC0_0000), 0x7F80_0000, 0xFF80_0000, 0x7F80_0001])
  func `what is no finite number is no value`(bits: UInt32) {
    let field = RegisterField(at: 0, type: .f32)
    #expect(field.value(in: [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]) == nil)
  }

  @Test func `missing values are given as bits or as signed numbers`() {
    #expect(RegisterField(at: 0, type: .u16, missing: [0xFFFF]).value(in: [0xFFFF]) == nil)
    #expect(RegisterField(at: 0, type: .i16, missing: [0xFFFF]).value(in: [0xFFFF]) == nil)
    #expect(RegisterField(at: 0, type: .i16, missing: [-1]).value(in: [0xFFFF]) == nil)
    #expect(RegisterField(at: 0, type: .i16, missing: [-2]).value(in: [0xFFFF]) == -1)
    #expect(RegisterField(at: 0, type: .f32, missing: [-1]).value(in: [0xBF80, 0]) == nil)
    #expect(RegisterField(at: 0, type: .u32, missing: [0xFFFF]).value(in: [0, 0xFFFF]) == nil)
    #expect(RegisterField(at: 0, type: .u32, missing: [0xFFFF]).value(in: [1, 0xFFFF]) == 131_071)
  }

  @Test func `a missing value is compared before it is scaled`() {
    let field = RegisterField(at: 0, type: .u16, scale: 0.1, missing: [1000])
    #expect(field.value(in: [1000]) == nil)
    #expect(field.value(in: [10_000]) == 1000)
  }

  private let map = RegisterMap(
    block: .init(table: .holding, start: 0, count: 8),
    vitals: [
      .init(.hr, RegisterField(at: 0, type: .u16, missing: [0xFFFF])),
      .init(.spo2, RegisterField(at: 1, type: .u16, scale: 0.1, missing: [0xFFFF])),
      .init(.sbp, RegisterField(at: 2, type: .u16, missing: [0xFFFF])),
      .init(.dbp, RegisterField(at: 3, type: .u16, missing: [0xFFFF])),
    ],
    nibpAge: RegisterField(at: 4, type: .u16, missing: [0xFFFF]),
    status: .init(
      field: RegisterField(at: 5, type: .u16),
      bits: [
        .init(number: 0, vitals: [.spo2], reason: .sensorOff),
        .init(number: 1, vitals: [.hr, .spo2], reason: .disconnected),
        .init(number: 15, vitals: [.sbp, .dbp, .map], reason: .failed),
      ]),
    heartbeat: .init(field: RegisterField(at: 6, type: .u16), frozenAfter: .seconds(10)),
    identity: .init(field: RegisterField(at: 7, type: .u16), expect: 4711))

  private let healthy: [UInt16] = [72, 981, 124, 78, 30, 0, 9, 4711]

  private func decode(_ changes: [Int: UInt16] = [:]) -> DecodedBlock {
    var registers = healthy
    for (index, value) in changes { registers[index] = value }
    return map.decode(registers: registers)
  }

  @Test func `a block is read field by field`() {
    let block = decode()
    #expect(
      block.readings == [
        Reading(.hr, .value(72)), Reading(.spo2, .value(98.1)), Reading(.sbp, .value(124)),
        Reading(.dbp, .value(78)),
      ])
    #expect(block[.map] == nil)
    #expect(block.nibpAge == .seconds(30))
    #expect(block.heartbeat == 9)
    #expect(block.unexpectedIdentity == nil)
  }

  @Test func `zero is a number and not "no value"`() {
    #expect(decode([0: 0])[.hr] == .value(0))
  }

  @Test func `a missing number of a probe is invalid, of a cuff not measured`() {
    let block = decode([0: 0xFFFF, 2: 0xFFFF])
    #expect(block[.hr] == .absent(.invalid))
    #expect(block[.sbp] == .absent(.notMeasured))
    #expect(block[.dbp] == .value(78))
  }

  @Test func `a status bit wins over a number that is printed all the same`() {
    #expect(decode([5: 0b1])[.spo2] == .absent(.sensorOff))
    #expect(decode([5: 0b1])[.hr] == .value(72))
    #expect(decode([5: 1 << 15])[.dbp] == .absent(.failed))
  }

  @Test func `of several status bits the first counts`() {
    let block = decode([5: 0b11])
    #expect(block[.spo2] == .absent(.sensorOff))
    #expect(block[.hr] == .absent(.disconnected))
  }

  @Test func `a cuff result of unknown age is none`() {
    let block = decode([4: 0xFFFF])
    #expect(block.nibpAge == nil)
    #expect(block[.sbp] == .absent(.notMeasured))
    #expect(block[.hr] == .value(72))
  }

  @Test(arguments: [(0b1000, true, true), (0b0111, true, false), (0b1000, false, false)])
  func `the call button is its bit, or the opposite`(bits: UInt16, whenSet: Bool, calls: Bool) {
    var map = map
    map.call = .init(
      field: RegisterField(at: 5, type: .u16), number: 3, isSetWhenPressed: whenSet)
    var registers = healthy
    registers[5] = bits
    #expect(map.decode(registers: registers).isCalling == calls)
    #expect(!map.decode(registers: []).isCalling)
  }

  @Test func `another device than the expected one is told`() {
    let other = decode([7: 4712]).unexpectedIdentity
    #expect(other?.expected == 4711)
    #expect(other?.found == 4712)
  }

  @Test(arguments: [[], [72], [72, 981, 124, 78, 30, 0, 9, 4711, 0]])
  func `a block of another length has no values`(registers: [UInt16]) {
    let block = map.decode(registers: registers)
    #expect(block.readings.allSatisfy { $0.value == nil })
    #expect(block.heartbeat == nil)
  }
}
