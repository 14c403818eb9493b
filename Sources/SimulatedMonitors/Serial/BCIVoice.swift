import Vitals

/// The five bytes of a CMS50D+ or a BCI-type module.
struct BCIVoice: SerialVoice {
  private static let beeps: UInt8 = 0x40
  private static let strength: UInt8 = 0x05
  /// The bar that leaps with the pulse.
  private static let bar: UInt8 = 0x07

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let shown = utterance.shown
    let rate = shown.hr.code(within: 1...254, none: 255)
    let saturation = shown.spo2.code(within: 1...100, none: 127)
    let (finger, probe): (UInt8, UInt8) =
      switch shown.probeAbsence {
      case .sensorOff: (0x10, 0)
      case .disconnected: (0, 0x10)
      case .searching, .noPulse: (0, 0x20)
      case .artifact, .invalid, .notMeasured, .measuring, .failed, nil: (0, 0)
      }
    // A wave that stands: nobody reads it.
    let pleth: UInt8 = 0x32
    let hasSignal = finger | probe == 0
    return [
      0x80 | (hasSignal ? Self.beeps | Self.strength : finger), pleth,
      probe | UInt8(rate >> 7) << 6 | (hasSignal ? Self.bar : 0), UInt8(rate & 0x7F),
      UInt8(saturation),
    ]
  }
}
