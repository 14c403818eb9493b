import Vitals

/// SunTech cuff modules of the Advantage type: answers to polls, with a checksum.
///
/// Source: three independent public drivers that agree. Pressures are in mmHg. The heart rate of
/// a result is as old as the result, and is not read.
public struct SuntechNIBP: SerialDecoder {
  private enum Format: FrameFormat {
    static let longest = 24

    static func mayBegin(with byte: UInt8) -> Bool { byte == 0x3E }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      let start = bytes.startIndex
      guard bytes.count > 1 else { return .partial }
      let length = Int(bytes[start + 1])
      guard length == 4 || length == 5 || length == 24 else { return .nothing }
      guard bytes.count >= length else { return .partial }
      var sum: UInt8 = 0
      for byte in bytes[start..<start + length] { sum &+= byte }
      return sum == 0 ? .frame(length) : .badChecksum
    }
  }

  private var framer = Framer<Format>()
  private var cuff = SuntechCuff()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var cuff = self.cuff
    framer.feed(bytes) { frame, offset in
      let tell: (SerialFinding.Content) -> Void = { find(SerialFinding(offset: offset, $0)) }
      let at = frame.startIndex
      switch frame.count {
      case 4: cuff.read(letter: frame[at + 2], tell)
      case 5:
        let pressure = Int16(truncatingIfNeeded: Int(frame[at + 2]) | Int(frame[at + 3]) << 8)
        cuff.read(pressure: Int(pressure), tell)
      case _: cuff.read(SuntechReport(frame), tell)
      }
    }
    self.cuff = cuff
  }
}
