import MonitorProtocols
import Vitals

/// A GE or Datex-Ohmeda monitor: records of the displayed values, from its request on.
struct DatexVoice: SerialVoice {
  private static let invalid = -32_767
  private static let headerLength = 40
  private static let subrecordLength = 278
  /// The record specification of 2009.
  private static let level: UInt8 = 9
  private static let plugIdentifier: UInt8 = 7
  private static let cuffOldAfter = Span.seconds(60)

  private var isAsked = false
  private var number: UInt8 = 0

  init() {}

  mutating func answer(_ request: SerialRequest, _ utterance: Utterance) -> [UInt8] {
    switch request {
    case .datexDisplayedEvery5s:
      isAsked = true
      return say(utterance)
    case .datexStop: isAsked = false
    case .berrymedECG, .berrymedSpO2, .suntechResult, .suntechCuffPressure: break
    }
    return []
  }

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    guard isAsked else { return [] }
    number &+= 1
    let record = record(utterance)
    let sum = record.reduce(utterance.sumError, &+)
    return [0x7E] + (record + [sum]).flatMap(Self.escaped) + [0x7E]
  }

  private static func escaped(_ byte: UInt8) -> [UInt8] {
    byte == 0x7E || byte == 0x7D ? [0x7D, byte & ~0x20] : [byte]
  }

  private func record(_ utterance: Utterance) -> [UInt8] {
    let length = Self.headerLength + Self.subrecordLength
    var record = DatexBytes(length: length, number: number)
    let time = DeviceClock(on: utterance.on).unix
    record.set(0, UInt16(length))
    record.bytes[3] = Self.level
    record.bytes[4] = Self.plugIdentifier
    record.set(6, time)
    // One subrecord of the first type, and the end of the list.
    record.bytes[18] = 1
    record.bytes[21] = 0xFF
    record.base = Self.headerLength
    record.set(0, time)
    for (offset, count) in Self.numbers {
      for index in 0..<count { record.set(offset + 2 * index, Self.invalid) }
    }
    setHeart(of: utterance.shown, &record)
    setCuff(of: utterance.shown, &record)
    setOximeter(of: utterance.shown, &record)
    return record.bytes
  }

  /// Where numbers stand in the basic class, each of two bytes, and how many in a row: of the ECG,
  /// four invasive pressures, the cuff, four temperatures, the oximeter, gases and flow.
  private static let numbers: KeyValuePairs = [
    10: 5, 26: 4, 40: 4, 54: 4, 68: 4, 82: 4, 96: 1, 104: 1, 112: 1, 120: 1, 128: 4, 142: 4,
    156: 2, 166: 2, 176: 3, 188: 8, 210: 4, 224: 6, 242: 1, 250: 4, 264: 4,
  ]

  /// The rate is that of the pulse oximeter; where that has none, of the electrodes.
  private func setHeart(of shown: ShownVitals, _ record: inout DatexBytes) {
    let (isPulse, areLeadsOff): (UInt32, UInt32) = (6 << 3, 0x3800)
    let status: UInt32 =
      switch shown.hr {
      case .value:
        if case .value = shown.spo2 { 0x03 | isPulse } else { 0x03 | 1 << 3 }
      case .absent(.noPulse): 0x07
      case .absent(.sensorOff), .absent(.disconnected): 0x03 | areLeadsOff
      case .absent(.notMeasured): 0x01
      case .absent(.searching): 0x03 | 0x0200
      case .absent(.artifact): 0x03 | 0x0100
      case .absent(.invalid), .absent(.measuring), .absent(.failed): 0x03
      }
    record.set(4, status)
    record.set(10, shown.hr.code(within: 1...350, none: Self.invalid))
  }

  private func setCuff(of shown: ShownVitals, _ record: inout DatexBytes) {
    record.set(76, UInt32(0x03))
    let isOld = shown.cuff.map { $0.age > Self.cuffOldAfter } ?? false
    let label: UInt16 = (shown.inflating == nil ? 0 : 0x20) | (isOld ? 0x100 : 0)
    record.set(80, label)
    guard let cuff = shown.cuff else { return }
    for (offset, part) in [(82, cuff.sbp), (84, cuff.dbp), (86, cuff.map)] {
      record.set(offset, part.code(times: 100, within: 100...32_000, none: Self.invalid))
    }
    record.set(88, cuff.rate.code(within: 1...350, none: Self.invalid))
  }

  private func setOximeter(of shown: ShownVitals, _ record: inout DatexBytes) {
    let isMeasuring = shown.spo2 != .absent(.notMeasured)
    record.set(122, UInt32(isMeasuring ? 0x03 : 0x01))
    let saturation = shown.spo2.code(times: 100, within: 100...10_000, none: Self.invalid)
    record.set(128, saturation)
    let hasPulse = saturation != Self.invalid
    record.set(130, hasPulse ? shown.hr.code(within: 1...350, none: Self.invalid) : Self.invalid)
  }
}

/// The bytes of a record while it is made, little-endian.
private struct DatexBytes {
  var bytes: [UInt8]
  /// What offsets are counted from.
  var base = 0

  init(length: Int, number: UInt8) {
    bytes = [UInt8](repeating: 0, count: length)
    bytes[2] = number
  }

  mutating func set(_ offset: Int, _ number: Int) {
    set(offset, UInt16(bitPattern: Int16(truncatingIfNeeded: number)))
  }

  mutating func set<Word: FixedWidthInteger & UnsignedInteger>(_ offset: Int, _ word: Word) {
    for index in 0..<Word.bitWidth / 8 {
      bytes[base + offset + index] = UInt8(truncatingIfNeeded: word >> (8 * index))
    }
  }
}
