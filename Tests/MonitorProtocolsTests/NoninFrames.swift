/// Documented and constructed frames of Nonin oximeters.
enum NoninFrames {
  /// 72 1/min, 97 %; the whole packet of a public test.
  static let df2 = [UInt8](
    hex:
      "018101008301800148CA01800161E301800130B2018001008201800100820180010082018001008201800161E3"
      + "01800161E301800161E301800100820180010082018001008201800148CA01800161E301800161E30180010082"
      + "0180010082018001008201800148CA018001008201800148CA01800100820180010082")
  /// 200 1/min, 88 %, constructed.
  static let df2Fast = [UInt8](
    hex:
      "018101018401800148CA01800158DA01800130B2018001008201800100820180010082018001008201800158DA"
      + "01800158DA01800158DA01800100820180010082018001018301800148CA01800158DA01800158DA0180010082"
      + "0180010082018001018301800148CA018001018301800148CA01800100820180010082")
  /// The sensor off and out of track; its third frame stands as an Xpod sent it.
  static let df2SensorOff = [UInt8](
    hex:
      "01996303000198637F7B0198637F7B019863302C01986300FC01986300FC01986300FC01986300FC0198637F7B"
      + "0198637F7B0198637F7B01986300FC01986300FC01986303FF0198637F7B0198637F7B0198637F7B01986300FC"
      + "01986300FC01986303FF0198637F7B01986303FF0198637F7B01986300FC01986300FC")
  /// 72 1/min, 97 %, constructed.
  static let df7 = [UInt8](
    hex:
      "81123400C7801234480E801234612780123430F680123400C680123400C680123400C680123400C68012346127"
      + "8012346127801234612780123400C680123400C680123400C6801234480E8012346127801234612780123400C6"
      + "80123400C680123400C6801234480E80123400C6801234480E80123400C680123400C6")
  /// 72 1/min, 97 %, a good spot check of 2026-03-14, constructed.
  static let df13 = [UInt8](hex: "0002000D000E20260314094107000200004800615903")

  /// A packet of format 2 or 7 in which frames, numbered from 1, are changed: their status and what
  /// they carry. The checksums are right.
  static func changing(
    _ packet: [UInt8], _ change: (Int, _ status: inout UInt8, _ carried: inout UInt8) -> Void
  ) -> [UInt8] {
    let first = packet[0] == 0x01 ? 1 : 0
    var packet = packet
    for number in 1...25 {
      let at = (number - 1) * 5
      var status = packet[at + first]
      var carried = packet[at + 3]
      change(number, &status, &carried)
      packet[at + first] = status
      packet[at + 3] = carried
      packet[at + 4] = packet[at..<at + 4].reduce(0, &+)
    }
    return packet
  }

  static func packet(_ packet: [UInt8], rate: Int, saturation: Int) -> [UInt8] {
    changing(packet) { number, _, carried in
      switch number {
      case 1: carried = UInt8(rate >> 7)
      case 2: carried = UInt8(rate & 0x7F)
      case 3: carried = UInt8(saturation)
      case _: break
      }
    }
  }

  /// A spot check with some of its bytes, counted from the first of all, changed.
  static func spotCheck(_ changes: [Int: UInt8]) -> [UInt8] {
    var frame = df13
    for (at, byte) in changes { frame[at] = byte }
    frame[20] = frame[6..<20].reduce(0, &+)
    return frame
  }
}
