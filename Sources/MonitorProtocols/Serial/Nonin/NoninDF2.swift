/// Nonin data format 2: 75 frames a second with a pleth of 8 bits, three packets of them.
///
/// Source: “Nonin 9560 Bluetooth Specification”, data format 2; the sensor's disconnection as the
/// OEM III module has it.
enum NoninDF2: NoninPacket {
  static let status = 1
}
