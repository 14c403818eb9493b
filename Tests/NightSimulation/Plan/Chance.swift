/// Random numbers that a seed always gives, on every machine (SplitMix64).
struct Chance: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Numbers of their own for each part of a night, so that leaving one out changes no other.
  init(seed: UInt64, part: UInt64) {
    state = seed &* 0xD134_2543_DE82_EF95 &+ part
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }
}
