import Vitals

/// Nonin data format 13: one spot check, with the time when it was made, and a checksum.
///
/// Source: “Nonin 9560 Bluetooth Specification”, data format 13. Rate in 1/min, here of eight whole
/// bits and a ninth; SpO2 in %. The device's clock is not read: it is often wrong.
public struct NoninDF13: SerialDecoder {
  private enum Format: FrameFormat {
    /// Of the data. Later devices may add to it, at its end.
    static let lengths = 14...64
    static let longest = 6 + lengths.upperBound + 2

    static func mayBegin(with byte: UInt8) -> Bool { byte == 0x00 }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      let start = bytes.startIndex
      let begin: [4 of UInt8] = [0x00, 0x02, 0x00, 0x0D]
      for index in begin.indices {
        guard index < bytes.count else { return .partial }
        guard bytes[start + index] == begin[index] else { return .nothing }
      }
      guard bytes.count >= 6 else { return .partial }
      let length = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
      guard lengths.contains(length) else { return .nothing }
      let end = start + 6 + length
      guard bytes.endIndex > end + 1 else { return .partial }
      guard bytes[end + 1] == 0x03 else { return .nothing }
      var sum: UInt8 = 0
      for byte in bytes[start + 6..<end] { sum &+= byte }
      return bytes[end] == sum ? .frame(6 + length + 2) : .badChecksum
    }
  }

  private var framer = Framer<Format>()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    framer.feed(bytes) { frame, offset in
      let status = frame.startIndex + 14
      // A result from the device's memory is of another time, perhaps of another patient.
      guard frame[status + 1] & 0x10 == 0 else { return }
      let pulse = NoninPulse(
        rate: Int(frame[status + 2] & 0x01) << 8 | Int(frame[status + 3]),
        saturation: Int(frame[status + 5]))
      let absence: AbsenceReason? = frame[status] & 0x01 != 0 ? .notMeasured : nil
      // The device itself says whether the numbers stood still for long enough.
      let quality: SignalQuality = frame[status] & 0x02 != 0 ? .good : .low
      pulse.tell(at: offset, absence: absence, quality, find)
    }
  }
}
