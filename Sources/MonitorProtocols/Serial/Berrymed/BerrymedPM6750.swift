import Vitals

/// BerryMed PM6750 and AM6750 modules: frames with a checksum, once their streams are enabled.
///
/// Source: the maker's manual, as a public driver cites it. Rates are in 1/min, SpO2 in %, cuff
/// pressures in mmHg.
public struct BerrymedPM6750: SerialDecoder {
  private enum Format: FrameFormat {
    static let longest = 0x22

    static func mayBegin(with byte: UInt8) -> Bool { byte == 0x55 }

    static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
      let start = bytes.startIndex
      guard bytes.count > 1 else { return .partial }
      guard bytes[start + 1] == 0xAA else { return .nothing }
      guard bytes.count > 2 else { return .partial }
      // Counts itself, the type, the data and the sum.
      let length = Int(bytes[start + 2])
      guard 4...0x20 ~= length else { return .nothing }
      guard bytes.count > 3 else { return .partial }
      if let known = self.length(of: bytes[start + 3]), known != length { return .nothing }
      guard bytes.count >= length + 2 else { return .partial }
      var sum: UInt8 = 0
      for byte in bytes[start + 2..<start + length + 1] { sum &+= byte }
      return bytes[start + length + 1] == ~sum ? .frame(length + 2) : .badChecksum
    }

    /// Of the types that are read: a frame of another length has another meaning.
    private static func length(of type: UInt8) -> Int? {
      switch type {
      case 0x02, 0x03: 8
      case 0x04: 6
      case _: nil
      }
    }
  }

  private var framer = Framer<Format>()
  private var state = BerrymedState()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var state = self.state
    framer.feed(bytes) { frame, offset in
      let data = frame.startIndex + 4
      switch frame[data - 1] {
      case 0x02:
        state.readHeart(status: frame[data], rate: frame[data + 1]) {
          find(SerialFinding(offset: offset, $0))
        }
      case 0x03:
        let numbers = CuffNumbers(
          sbp: Int(frame[data + 2]), dbp: Int(frame[data + 4]), map: Int(frame[data + 3]))
        state.readCuff(status: frame[data], numbers) { find(SerialFinding(offset: offset, $0)) }
      case 0x04:
        let finger = (frame[data + 1], frame[data + 2])
        state.readPulse(status: frame[data], saturation: finger.0, rate: finger.1) {
          find(SerialFinding(offset: offset, $0))
        }
      case _: break
      }
    }
    self.state = state
  }
}
