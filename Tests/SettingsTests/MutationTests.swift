import Testing

@testable import Settings

/// Files that somebody or something has damaged: a clear refusal or a sound reading, never worse.
@Suite struct MutationTests {
  /// A small generator with a fixed seed (SplitMix64), so that a failure comes back.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: [
    "config/station.toml", "config/maps/example-gateway.toml", "config/protocols/ketamine-40.toml",
  ])
  func `a damaged file is read or refused in single lines`(file: String) throws {
    let sound = Array(try Checkout.text(file).utf8)
    let folder = try ScratchFolder()
    var generator = Generator(state: 2)
    for round in 0..<100 {
      let damaged = damage(sound, &generator)
      let path = try folder.write(String(decoding: damaged, as: UTF8.self), to: "damaged.toml")
      do {
        _ = try SettingsFile.load(path)
      } catch {
        #expect(!error.list.isEmpty, "round \(round)")
        for fault in error.list {
          #expect(!fault.description.contains("\n") && !fault.remedy.isEmpty, "round \(round)")
        }
      }
    }
  }

  private func damage(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      let length = min(Int.random(in: 1...40, using: &generator), bytes.count - at)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[at] = UInt8.random(in: 0x20...0x7E, using: &generator)
      case 1: bytes.removeSubrange(at..<(at + length))
      case 2: bytes.insert(contentsOf: bytes[at..<(at + length)], at: at)
      case 3:
        bytes.insert(Array("=[]{}\"'#.,\n\\0".utf8).randomElement(using: &generator) ?? 0, at: at)
      default: bytes.removeSubrange(at...)
      }
      if bytes.isEmpty { return [0x61] }
    }
    return bytes
  }
}
