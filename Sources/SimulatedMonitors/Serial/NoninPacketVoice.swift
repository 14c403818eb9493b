import Vitals

/// Nonin data formats 2 and 7: 25 frames of five bytes, over which the numbers are spread.
struct NoninPacketVoice: SerialVoice {
  private static let frames = 25
  /// Of a packet's frames, those during a pulse.
  private static let pulse = 1...12
  private static let firmware: UInt8 = 0x30

  /// Format 7, whose pleth has 16 bits.
  let hasWidePleth: Bool

  init(hasWidePleth: Bool) { self.hasWidePleth = hasWidePleth }

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let shown = utterance.shown
    let absence: UInt8 =
      switch shown.probeAbsence {
      // Out of track, and the sensor's alarm.
      case .sensorOff: 0x18
      case .disconnected: 0x40
      case .artifact: 0x10
      case .noPulse, .searching, .invalid, .notMeasured, .measuring, .failed, nil: 0
      }
    return (1...Self.frames).flatMap { number in
      var status = 0x80 | absence
      if number == 1 { status |= 0x01 }
      // Good perfusion.
      if absence == 0, Self.pulse.contains(number) { status |= 0x02 }
      return frame(status, number, shown, utterance)
    }
  }

  private func frame(
    _ status: UInt8, _ number: Int, _ shown: ShownVitals, _ utterance: Utterance
  ) -> [UInt8] {
    // A wave that falls: nobody reads it.
    let pleth = UInt8(200 - 6 * number)
    let begin = hasWidePleth ? [status, pleth, 0] : [0x01, status, pleth]
    let bytes = begin + [float(number, NoninNumbers(shown), utterance.on)]
    // One frame that is wrong spoils its packet.
    return bytes + [bytes.reduce(number == 1 ? utterance.sumError : 0, &+)]
  }

  /// The byte whose meaning is that of its frame: numbers of four and eight beats, and of the
  /// display, which here are the same.
  private func float(_ number: Int, _ numbers: NoninNumbers, _ on: Span) -> UInt8 {
    let third = on.milliseconds * 3 / 1000
    return switch number {
    case 1, 14, 20, 22: UInt8(numbers.rate >> 7)
    case 2, 15, 21, 23: UInt8(numbers.rate & 0x7F)
    case 3, 9, 10, 11, 16, 17: UInt8(numbers.saturation)
    case 4: Self.firmware
    case 6: UInt8(third >> 7 & 0x7F)
    case 7: UInt8(third & 0x7F)
    case _: 0
    }
  }
}
