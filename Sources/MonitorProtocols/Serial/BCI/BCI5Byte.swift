import Vitals

/// Contec CMS50D+ up to firmware 4.5, and BCI-type modules: 60 frames of five bytes a second,
/// without a checksum.
///
/// Source: public descriptions of the CMS50 stream. Rate in 1/min, of eight bits; SpO2 in %. Codes
/// for no number differ from one maker to the next.
public struct BCI5Byte: SerialDecoder {
  private enum Format: FrameFormat {
    static let longest = 5
    // A twelfth of a second: the numbers are made anew once in a second.
    static let believedAfter = 5

    static func mayBegin(with byte: UInt8) -> Bool { byte & 0x80 != 0 }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      .ofMarked(bytes, length: longest)
    }

    static func follows(_ frame: ArraySlice<UInt8>, _ earlier: ArraySlice<UInt8>) -> Bool {
      let saturation = Int(frame[frame.startIndex + 4])
      // Of all codes for none that are known.
      let isLikely =
        saturation == 0 || saturation == 127 || SerialNumbers.likelySaturation.contains(saturation)
      return isLikely && saturation == Int(earlier[earlier.startIndex + 4])
        && rate(frame) == rate(earlier)
    }

    static func rate(_ frame: ArraySlice<UInt8>) -> Int {
      let at = frame.startIndex
      return Int(frame[at + 2] & 0x40) << 1 | Int(frame[at + 3])
    }
  }

  private var framer: Framer<Format>
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  ///
  /// - Parameter isKnown: the line spoke this format a moment ago.
  public init(isKnown: Bool = false) { framer = Framer(isKnown: isKnown) }

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    framer.feed(bytes) { frame, offset in
      let at = frame.startIndex
      let saturation = Reading.Content.number(
        Int(frame[at + 4]), within: SerialNumbers.saturation)
      var rate = Reading.Content.number(Format.rate(frame), within: 1...254)
      // Where seven bits say “no SpO2”, seven bits alone may say “no rate”.
      if saturation == .absent(.invalid), Format.rate(frame) == 127 { rate = saturation }
      let absence: AbsenceReason? =
        if frame[at + 2] & 0x10 != 0 {
          .disconnected
        } else if frame[at] & 0x10 != 0 {
          .sensorOff
        } else if frame[at + 2] & 0x20 != 0 {
          .searching
        } else {
          nil
        }
      let contents = (
        absence.map(Reading.Content.absent) ?? rate,
        absence.map(Reading.Content.absent) ?? saturation
      )
      find(SerialFinding(offset: offset, .reading(.hr, contents.0, .good)))
      find(SerialFinding(offset: offset, .reading(.spo2, contents.1, .good)))
    }
  }
}
