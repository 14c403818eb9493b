import Vitals

/// Nonin data format 7: 75 frames a second with a pleth of 16 bits, three packets of them.
///
/// Source: “Nonin 9560 Bluetooth Specification”, data format 7; the sensor's disconnection as the
/// OEM III module has it. Rate in 1/min, SpO2 in %, both once in a packet.
public struct NoninDF7: SerialDecoder {
  private enum Format: NoninPacket {
    static let status = 0
  }

  private var framer = Framer<Format>()
  private var reading = NoninPacketReading()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() {
    framer.fallSilent()
    reading.forget()
  }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var reading = self.reading
    framer.feed(bytes) { packet, offset in
      reading.read(packet, at: offset, status: Format.status, find)
    }
    self.reading = reading
  }
}
