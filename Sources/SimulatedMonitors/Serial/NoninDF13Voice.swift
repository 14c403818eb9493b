import Vitals

/// Nonin data format 13: one spot check, with the time when it was made.
struct NoninDF13Voice: SerialVoice {
  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let numbers = NoninNumbers(utterance.shown)
    let clock = DeviceClock(on: utterance.on)
    let isMeasured = numbers.rate != 511 || numbers.saturation != 127
    // A good spot measurement, or none.
    let status: [UInt8] = [isMeasured ? 0x02 : 0x01, 0x00]
    let time = [20, 26, 3, clock.day, clock.hour, clock.minute, clock.second, 0].map(Self.decimal)
    let data =
      time + status + [
        UInt8(numbers.rate >> 8), UInt8(numbers.rate & 0xFF), 0x00, UInt8(numbers.saturation),
      ]
    let begin: [UInt8] = [0x00, 0x02, 0x00, 0x0D, 0x00, UInt8(data.count)]
    return begin + data + [data.reduce(utterance.sumError, &+), 0x03]
  }

  /// Two digits in one byte.
  private static func decimal(_ number: Int) -> UInt8 { UInt8(number / 10 << 4 | number % 10) }
}
