import Vitals

/// GE and Datex-Ohmeda monitors over the S/5 computer interface: DRI records, on request.
///
/// Source: “S/5 Computer Interface” M1017617 and “Datex-Ohmeda Record Specification” 8005313, 12th
/// editions. Read is the displayed values' basic class. Rates are in 1/min, SpO2 in 1/100 %, cuff
/// pressures in 1/100 mmHg.
public struct DatexDRI: SerialDecoder {
  private var framer = Framer<DatexFrame>()
  private var cuff = DatexCuff()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var cuff = self.cuff
    framer.feed(bytes) { frame, offset in
      guard let record = DatexRecord(DatexFrame.payload(of: frame)) else { return }
      let tell: (SerialFinding.Content) -> Void = { find(SerialFinding(offset: offset, $0)) }
      record.tellHeartRate(tell)
      record.tellSaturation(tell)
      cuff.read(record, tell)
    }
    self.cuff = cuff
  }
}

/// A record between two flags, with its sum.
///
/// Every flag ends what came before it, and may begin what follows: a frame is also one whose first
/// flag was the last one's end, or was lost. Then its length and its sum must tell.
enum DatexFrame: FrameFormat {
  private static let flag: UInt8 = 0x7E
  private static let escape: UInt8 = 0x7D
  private static let recordLengths = 40...1490

  /// Both flags, the longest record and its sum, with every byte escaped.
  static let longest = 2 + 2 * (recordLengths.upperBound + 1)

  static var end: UInt8? { flag }

  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    let isFlagged = bytes[bytes.startIndex] == flag
    var at = bytes.startIndex + (isFlagged ? 1 : 0)
    var count = 0
    var length = 0
    var sum: UInt8 = 0
    var last: UInt8 = 0
    while at < bytes.endIndex {
      var byte = bytes[at]
      if byte == flag {
        guard count > recordLengths.lowerBound, count == length + 1 else { return .nothing }
        // The last byte is the sum of those before it.
        if sum &- last == last { return .frame(at + 1 - bytes.startIndex) }
        return isFlagged ? .badChecksum : .nothing
      }
      if byte == escape {
        at += 1
        guard at < bytes.endIndex else { return .partial }
        guard bytes[at] != flag else { return .nothing }
        byte = bytes[at] | 0x20
      }
      switch count {
      case 0: length = Int(byte)
      case 1:
        length |= Int(byte) << 8
        guard recordLengths ~= length, mayHold(length, bytes) else { return .nothing }
      // The main type, of which there are few.
      case 15: guard byte == 0 else { return .nothing }
      case _: guard count <= length else { return .nothing }
      }
      sum &+= byte
      last = byte
      count += 1
      at += 1
    }
    return .partial
  }

  /// Whether a record of this length, with its sum, can be what lies before the next flag: with
  /// no byte escaped or with all of them. This is known long before they are added up.
  private static func mayHold(_ length: Int, _ bytes: ArraySlice<UInt8>) -> Bool {
    let isEnded = bytes[bytes.endIndex - 1] == flag
    let count = bytes.count - (bytes[bytes.startIndex] == flag ? 1 : 0) - (isEnded ? 1 : 0)
    return count <= 2 * (length + 1) && (!isEnded || count > length)
  }

  /// The record of a frame, without what escapes, flags and the sum add.
  static func payload(of frame: ArraySlice<UInt8>) -> [UInt8] {
    var record: [UInt8] = []
    record.reserveCapacity(frame.count)
    var isEscaped = false
    for byte in frame where byte != flag {
      if byte == escape, !isEscaped {
        isEscaped = true
        continue
      }
      record.append(isEscaped ? byte | 0x20 : byte)
      isEscaped = false
    }
    record.removeLast()
    return record
  }
}
