import Vitals

/// The two numbers of a Nonin format, and what its status says of them.
struct NoninPulse {
  /// Codes that stand for no number.
  static let noRate = 511
  static let noSaturation = 127

  /// 1/min, of nine bits.
  var rate: Int
  /// %, of seven bits.
  var saturation: Int

  /// Whether both are such as bytes that are no frame would seldom have.
  var isLikely: Bool {
    (rate == Self.noRate || SerialNumbers.rate.contains(rate))
      && (saturation == Self.noSaturation || SerialNumbers.likelySaturation.contains(saturation))
  }

  /// Whether both can stand in frames one second apart. The monitor's numbers are averages, which
  /// do not leap.
  func isNear(_ other: NoninPulse) -> Bool {
    guard isLikely, other.isLikely else { return false }
    let isRateNear =
      rate == Self.noRate || other.rate == Self.noRate || abs(rate - other.rate) <= 40
    let isSaturationNear =
      saturation == Self.noSaturation || other.saturation == Self.noSaturation
      || abs(saturation - other.saturation) <= 10
    return isRateNear && isSaturationNear
  }

  /// Gives both, or the reason why there are none.
  func tell(
    at offset: Int, absence: AbsenceReason?, _ quality: SignalQuality,
    _ find: (SerialFinding) -> Void
  ) {
    // Both codes lie outside what such a field can mean.
    let heart = absence.map(Reading.Content.absent) ?? .number(rate, within: SerialNumbers.rate)
    let oxygen =
      absence.map(Reading.Content.absent) ?? .number(saturation, within: SerialNumbers.saturation)
    find(SerialFinding(offset: offset, .reading(.hr, heart, quality)))
    find(SerialFinding(offset: offset, .reading(.spo2, oxygen, quality)))
  }
}
