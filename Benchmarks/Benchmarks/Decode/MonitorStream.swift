import MonitorProtocols

/// What well-behaved monitors send, about a megabyte of each: the heart rate goes up and down again
/// and again, the saturation stands at 97 %.
enum MonitorStream {
  private static let bytes = 1 << 20

  static func of(_ language: SerialLanguage) -> [UInt8] {
    let rates = Array(60...99) + Array(60...99).reversed()
    let round = rates.flatMap { frame(of: language, rate: UInt8($0)) }
    return (0..<bytes / round.count).flatMap { _ in round }
  }

  /// Bytes that look random and are the same in every run.
  static func noise() -> [UInt8] {
    var state: UInt64 = 40
    return (0..<bytes).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
  }

  private static func frame(of language: SerialLanguage, rate: UInt8) -> [UInt8] {
    switch language {
    case .noninDF1: [0x80, rate, 97]
    case .noninDF2: packet(rate: rate) { [0x01, $0, 0x30, $1] }
    case .noninDF7: packet(rate: rate) { [$0, 0x30, 0x10, $1] }
    case .noninDF8: [0x80, rate, 97, 0x00]
    case .noninDF13: spotCheck(rate: rate)
    case .noninASCII: line("SPO2=097 HR=0\(rate)")
    case .masimoASCII1:
      line(
        "02/24/18 04:48:56 SN=0000145838 SPO2=097% BPM=0\(rate) PI=05.13% SPCO=--.-% SPMET=--.-%"
          + " DESAT=-- PIDELTA=+-- ALARM=0000 EXC=000800")
    case .nellcorASCII: line("07-Jan-04 11:24:50    97      \(rate)      88")
    case .datexDRI: record(rate: rate)
    case .berrymedPM6750:
      berrymed([0x02, 0x00, rate, 16, 0, 1]) + berrymed([0x04, 0x00, 97, rate])
    case .suntechNIBP: pressure(rate)
    // Sixty a second, which say the same.
    case .bci5Byte: (0..<60).flatMap { _ in [0xC5, 0x32, 0x07, rate, 97] }
    }
  }

  private static func line(_ text: String) -> [UInt8] { Array((text + "\r\n").utf8) }

  private static func summed(_ bytes: [UInt8]) -> [UInt8] { bytes + [bytes.reduce(0, &+)] }

  /// 25 frames, of which the first three carry what is read.
  private static func packet(rate: UInt8, _ frame: (UInt8, UInt8) -> [UInt8]) -> [UInt8] {
    let carried: [UInt8] = [0, rate, 97]
    return (0..<25).flatMap { number in
      summed(frame(number == 0 ? 0x81 : 0x80, number < 3 ? carried[number] : 0))
    }
  }

  private static func spotCheck(rate: UInt8) -> [UInt8] {
    let data: [UInt8] = [0x20, 0x26, 3, 0x14, 9, 0x41, 7, 0, 0x02, 0, 0, rate, 0, 97]
    return [0x00, 0x02, 0x00, 0x0D, 0x00, 0x0E] + summed(data) + [0x03]
  }

  /// The displayed values' basic class, with heart rate and saturation.
  private static func record(rate: UInt8) -> [UInt8] {
    var record = [UInt8](repeating: 0, count: 318)
    for (at, byte) in [(0, 0x3E), (1, 1), (18, 1), (21, 0xFF)] { record[at] = UInt8(byte) }
    for (at, word) in [(4, 0x03), (10, Int(rate)), (122, 0x03), (128, 9700)] {
      record[40 + at] = UInt8(word & 0xFF)
      record[41 + at] = UInt8(word >> 8)
    }
    let escaped = summed(record).flatMap {
      $0 == 0x7E || $0 == 0x7D ? [0x7D, $0 & ~0x20] : [$0]
    }
    return [0x7E] + escaped + [0x7E]
  }

  private static func berrymed(_ data: [UInt8]) -> [UInt8] {
    let counted = [UInt8(data.count + 2)] + data
    return [0x55, 0xAA] + counted + [~counted.reduce(0, &+)]
  }

  /// What an answer to a poll says of a cuff.
  private static func pressure(_ pressure: UInt8) -> [UInt8] {
    let bytes = [0x3E, 0x05, pressure, 0x00]
    return bytes + [0 &- bytes.reduce(0, &+)]
  }
}
