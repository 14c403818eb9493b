/// A small generator of random numbers: the same seed gives the same numbers on every machine.
///
/// SplitMix64 by Steele, Lea and Flood (2014).
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// The generator of one seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// One of the choices; the same for the same state on every machine.
  public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(next() % UInt64(choices.count))]
  }

  /// True this many times in a hundred.
  public mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
