import Vitals

/// Nonin data format 8: four bytes a second, without a checksum.
///
/// Source: “Nonin 9560 Bluetooth Specification”, data format 8. Rate in 1/min, SpO2 in %, both as
/// on the display, where they stay for 10 s after the finger is gone: the sensor's alarm bit says
/// so, and counts more than they.
public struct NoninDF8: SerialDecoder {
  private enum Format: FrameFormat {
    static let longest = 4
    static let believedAfter = 3

    static func mayBegin(with byte: UInt8) -> Bool { byte & 0x80 != 0 }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      .ofMarked(bytes, length: longest)
    }

    static func follows(_ frame: ArraySlice<UInt8>, _ earlier: ArraySlice<UInt8>) -> Bool {
      let (pulse, other) = (NoninPulse(display: frame), NoninPulse(display: earlier))
      // What is reserved is not known, but does not change; where it is all 0, as on every monitor
      // that is described, noise has that shape so seldom that the numbers may leap.
      let (own, others) = (reserved(frame), reserved(earlier))
      guard own == others else { return false }
      return own == 0 ? pulse.isLikely && other.isLikely : pulse.isNear(other)
    }

    private static func reserved(_ frame: ArraySlice<UInt8>) -> UInt16 {
      UInt16(frame[frame.startIndex] & 0x40) << 8 | UInt16(frame[frame.startIndex + 3] & 0x56)
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
      let isOff = frame[frame.startIndex + 3] & 0x08 != 0
      NoninPulse.tell(display: frame, at: offset, absence: isOff ? .sensorOff : nil, find)
    }
  }
}
