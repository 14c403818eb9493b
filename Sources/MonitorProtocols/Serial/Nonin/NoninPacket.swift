import Vitals

/// Packets of Nonin data formats 2 and 7: 25 frames of five bytes, each with its checksum. The
/// first frame has the SYNC bit in its status, and no other; a value is spread over several.
protocol NoninPacket: FrameFormat {
  /// Where the status stands in a frame; what is before it is always 01.
  static var status: Int { get }
}

extension NoninPacket {
  private static var frames: Int { 25 }
  private static var frame: Int { 5 }
  static var longest: Int { frames * frame }

  static func mayBegin(with byte: UInt8) -> Bool {
    status == 0 ? byte & 0x81 == 0x81 : byte == 0x01
  }

  /// A packet counts as a whole: a frame that is lost or wrong within it moves the numbers of those
  /// that follow.
  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    let start = bytes.startIndex
    switch look(at: start, in: bytes, isFirst: true) {
    case .frame: break
    case .partial: return .partial
    case .nothing: return .nothing
    case .badChecksum:
      // Too few of its bits are known to call it a frame without the one behind it.
      return switch look(at: start + frame, in: bytes, isFirst: false) {
      case .frame: .badChecksum
      case .partial: .partial
      case .nothing, .badChecksum: .nothing
      }
    }
    for number in 1..<frames {
      let look = look(at: start + number * frame, in: bytes, isFirst: false)
      guard look == .frame(frame) else { return look }
    }
    return .frame(longest)
  }

  private static func look(
    at: Int, in bytes: ArraySlice<UInt8>, isFirst: Bool
  ) -> FrameLook {
    let count = bytes.endIndex - at
    guard count > status else {
      return count <= 0 || bytes[at] == 0x01 ? .partial : .nothing
    }
    guard status == 0 || bytes[at] == 0x01 else { return .nothing }
    guard bytes[at + status] & 0x81 == (isFirst ? 0x81 : 0x80) else { return .nothing }
    guard count >= frame else { return .partial }
    let sum = bytes[at] &+ bytes[at + 1] &+ bytes[at + 2] &+ bytes[at + 3]
    return bytes[at + 4] == sum ? .frame(frame) : .badChecksum
  }
}

/// Reads the packets of a format: rate in 1/min, SpO2 in %, both once in a packet.
struct NoninPacketDecoder<Format: NoninPacket>: SerialDecoder {
  private var framer = Framer<Format>()
  private var reading = NoninPacketReading()
  var tally: SerialTally { framer.tally }

  mutating func fallSilent() {
    framer.fallSilent()
    reading.forget()
  }

  mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var reading = self.reading
    framer.feed(bytes) { packet, offset in
      reading.read(packet, at: offset, status: Format.status, find)
    }
    self.reading = reading
  }
}

/// What packets say one after the other.
struct NoninPacketReading: Sendable {
  /// Of the last pulse, which not every packet has.
  private var quality = SignalQuality.good

  /// Gives the numbers of a packet: of its first three frames, which go missing at once, and not
  /// those of the display, which are held for 10 s.
  mutating func read(
    _ packet: ArraySlice<UInt8>, at offset: Int, status first: Int,
    _ find: (SerialFinding) -> Void
  ) {
    var status: UInt8 = 0
    for at in stride(from: packet.startIndex + first, to: packet.endIndex, by: 5) {
      status |= packet[at]
    }
    let absence: AbsenceReason? =
      if status & 0x40 != 0 {
        // Of wired modules only; reserved elsewhere.
        .disconnected
      } else if status & 0x08 != 0 {
        .sensorOff
      } else if status & 0x10 != 0 {
        // Out of track.
        .artifact
      } else {
        nil
      }
    // Green, yellow or red perfusion is said during a pulse only, and so are artifacts.
    if absence != nil {
      quality = .good
    } else if status & 0x26 != 0 {
      quality = status & 0x24 != 0 ? .low : .good
    }
    let at = packet.startIndex + 3
    let pulse = NoninPulse(
      rate: Int(packet[at] & 0x03) << 7 | Int(packet[at + 5] & 0x7F),
      saturation: Int(packet[at + 10] & 0x7F))
    pulse.tell(at: offset, absence: absence, quality, find)
  }

  /// What follows is of another pulse.
  mutating func forget() { quality = .good }
}
