import Vitals

/// Both numbers of a Nonin format as its fields have them, with the codes for none.
struct NoninNumbers {
  /// 1/min, of nine bits; 511: none.
  let rate: Int
  /// %, of seven bits; 127: none.
  let saturation: Int

  init(_ shown: ShownVitals) {
    rate = shown.hr.code(within: 0...350, none: 511)
    saturation = shown.spo2.code(within: 0...100, none: 127)
  }

  /// As formats 1 and 8 have them in their first three bytes, after the status.
  func displayed(_ status: UInt8) -> [UInt8] {
    [0x80 | status | UInt8(rate >> 7), UInt8(rate & 0x7F), UInt8(saturation)]
  }
}

/// Nonin data format 1. It has no word for a finger that is out but the one for a sensor that is
/// pulled out.
struct NoninDF1Voice: SerialVoice {
  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let status: UInt8 =
      switch utterance.shown.probeAbsence {
      case .sensorOff, .disconnected: 0x40
      case .artifact: 0x20
      case .noPulse, .searching, .invalid, .notMeasured, .measuring, .failed, nil: 0
      }
    return NoninNumbers(utterance.shown).displayed(status)
  }
}

/// Nonin data format 8.
struct NoninDF8Voice: SerialVoice {
  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let (status, sensor): (UInt8, UInt8) =
      switch utterance.shown.probeAbsence {
      case .sensorOff, .disconnected: (0x20, 0x08)
      case .artifact: (0x20, 0)
      case .noPulse, .searching, .invalid, .notMeasured, .measuring, .failed, nil: (0, 0)
      }
    return NoninNumbers(utterance.shown).displayed(status) + [sensor]
  }
}

/// The printed line of a Nonin Avant 9600, 7500, 8500 or 8600: it has no word for why.
struct NoninASCIIVoice: SerialVoice {
  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let saturation = utterance.shown.spo2.digits(within: 0...100)
    let rate = utterance.shown.hr.digits(within: 0...350)
    return Array("SPO2=\(saturation) HR=\(rate)\r\n".utf8)
  }
}

extension Reading.Content {
  /// Three digits, or three dashes.
  func digits(within range: ClosedRange<Int>, padding: Character = "0") -> String {
    let number = code(within: range, none: -1)
    guard number >= 0 else { return "---" }
    let digits = String(number)
    return String(repeating: padding, count: max(0, 3 - digits.count)) + digits
  }
}
