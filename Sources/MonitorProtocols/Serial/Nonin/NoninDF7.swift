/// Nonin data format 7: 75 frames a second with a pleth of 16 bits, three packets of them.
///
/// Source: “Nonin 9560 Bluetooth Specification”, data format 7; the sensor's disconnection as the
/// OEM III module has it.
enum NoninDF7: NoninPacket {
  static let status = 0
}
