import Vitals

/// Nonin data format 1: three bytes a second, without a checksum.
///
/// Source: a public paste of the format (7WvErGqY); no maker's document was found. Rate in 1/min,
/// SpO2 in %. Bytes with bit 7 stand three apart here, and four apart in format 8.
public struct NoninDF1: SerialDecoder {
  private enum Format: FrameFormat {
    static let longest = 3
    // Its shape has fewer bits than that of format 8, and none that is reserved.
    static let believedAfter = 4

    static func mayBegin(with byte: UInt8) -> Bool { byte & 0x80 != 0 }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      .ofMarked(bytes, length: longest)
    }

    static func follows(_ frame: ArraySlice<UInt8>, _ earlier: ArraySlice<UInt8>) -> Bool {
      NoninPulse(display: frame).isNear(NoninPulse(display: earlier))
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
      let isDisconnected = frame[frame.startIndex] & 0x40 != 0
      NoninPulse.tell(
        display: frame, at: offset, absence: isDisconnected ? .disconnected : nil, find)
    }
  }
}

extension NoninPulse {
  /// Gives what the first three bytes of formats 1 and 8 say.
  ///
  /// - Parameter absence: why the sensor gives nothing; nil: it gives something.
  static func tell(
    display frame: ArraySlice<UInt8>, at offset: Int, absence: AbsenceReason?,
    _ find: (SerialFinding) -> Void
  ) {
    let status = frame[frame.startIndex]
    // Out of track: artifacts for so long that the display only holds its numbers.
    let held: AbsenceReason? = status & 0x20 != 0 ? .artifact : nil
    // Low or marginal perfusion, or an artifact.
    let quality: SignalQuality = status & 0x1C != 0 ? .low : .good
    NoninPulse(display: frame).tell(at: offset, absence: absence ?? held, quality, find)
  }

  /// As formats 1 and 8 have it in their first three bytes.
  init(display frame: ArraySlice<UInt8>) {
    let at = frame.startIndex
    rate = Int(frame[at] & 0x03) << 7 | Int(frame[at + 1])
    saturation = Int(frame[at + 2])
  }
}
