import MonitorProtocols
import Testing
import Vitals

/// Bytes of a monitor, and what they say to a decoder that has seen none before.
struct FrameRun: CustomTestStringConvertible, Sendable {
  var name: String
  var language: SerialLanguage
  var bytes: [UInt8]
  /// Whole frames in it.
  var frames: Int
  var says: [SerialFinding]

  var testDescription: String { "\(language.rawValue) \(name)" }

  /// What a new decoder finds in chunks; between two of them the line may fall silent.
  static func read(
    _ language: SerialLanguage, _ chunks: [[UInt8]], silentAfter: Int? = nil
  ) throws -> (found: [SerialFinding], tally: SerialTally) {
    var decoder = language.decoder()
    var found: [SerialFinding] = []
    for (index, chunk) in chunks.enumerated() {
      decoder.decode(chunk) { found.append($0) }
      if index == silentAfter { decoder.fallSilent() }
    }
    return (found, decoder.tally)
  }

  func moved(by offset: Int) -> [SerialFinding] {
    says.map { SerialFinding(offset: $0.offset + offset, $0.content) }
  }
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension Array<UInt8> {
  /// Bytes that are written in hexadecimal; spaces do not count.
  init(hex: String) {
    let digits = hex.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  func inChunks(seed: UInt64) -> [[UInt8]] {
    var numbers = SeededNumbers(state: seed)
    var rest = self[...]
    var chunks: [[UInt8]] = []
    while !rest.isEmpty {
      let chunk = rest.prefix(Int.random(in: 1...40, using: &numbers))
      chunks.append([UInt8](chunk))
      rest = rest.dropFirst(chunk.count)
    }
    return chunks
  }
}

extension SerialFinding.Content {
  static func value(
    _ vital: VitalSign, _ value: Double, _ quality: SignalQuality = .good
  ) -> Self {
    .reading(vital, .value(value), quality)
  }

  static func absent(
    _ vital: VitalSign, _ reason: AbsenceReason, _ quality: SignalQuality = .good
  ) -> Self {
    .reading(vital, .absent(reason), quality)
  }
}
