import DecoderProperties
import MonitorProtocols
import Testing
import Vitals

/// What holds of every decoder whatever comes: the fuzzer's property, over the same inputs in each
/// run.
@Suite struct DecoderPropertyTests {
  /// About a minute of one core for all protocols together.
  private static let inputs = 100_000

  @Test(arguments: SerialLanguage.allCases)
  func `whatever comes, a decoder tells the same of it in any chunks, and nothing impossible`(
    language: SerialLanguage
  ) throws {
    let number = try #require(SerialLanguage.allCases.firstIndex(of: language))
    let runs = FrameRun.all.filter { $0.language == language }
    var numbers = SeededNumbers(state: UInt64(number))
    for _ in 0..<Self.inputs {
      let bytes = numbers.spoilt(runs)
      let input = [UInt8(number), UInt8.random(in: 0...255, using: &numbers)] + bytes
      let violation = DecoderProperty.violation(of: input)
      guard violation == nil else {
        Issue.record("\(violation ?? ""): \(input)")
        return
      }
    }
  }
}

extension SeededNumbers {
  /// Frames of a protocol one after the other, with bytes that are wrong, lost, doubled or foreign.
  fileprivate mutating func spoilt(_ runs: [FrameRun]) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...3, using: &self) {
      guard let run = runs.randomElement(using: &self) else { break }
      let repeated = Int.random(in: 1...2, using: &self)
      bytes += [[UInt8]](repeating: run.bytes, count: repeated).flatMap(\.self)
    }
    for _ in 0..<Int.random(in: 0...4, using: &self) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0...4, using: &self) {
      case 0: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &self)
      case 1: bytes[at] = UInt8.random(in: 0...255, using: &self)
      case 2: bytes.remove(at: at)
      case 3: bytes.insert(UInt8.random(in: 0...255, using: &self), at: at)
      case _: bytes.removeFirst(at)
      }
    }
    return bytes
  }
}
