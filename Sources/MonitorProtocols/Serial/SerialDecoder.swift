/// Turns a monitor's bytes into what they say: fed by chunks of any size, in constant memory.
public protocol SerialDecoder: Sendable {
  /// Takes a chunk, and gives what it completes, in the order of its frames.
  mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void)
  /// The line was silent for `SerialLanguage.silentAfter`: what has begun will not be completed,
  /// and a pattern begins anew.
  mutating func fallSilent()
  /// What became of the bytes so far.
  var tally: SerialTally { get }
}

extension SerialLanguage {
  /// A decoder of this protocol that has seen no byte yet.
  ///
  /// - Parameter isKnown: the line spoke it a moment ago: what is believed after a row of frames is
  ///   believed one frame sooner.
  public func decoder(isKnown: Bool = false) -> any SerialDecoder {
    switch self {
    case .noninDF1: NoninDF1(isKnown: isKnown)
    case .noninDF2: NoninPacketDecoder<NoninDF2>()
    case .noninDF7: NoninPacketDecoder<NoninDF7>()
    case .noninDF8: NoninDF8(isKnown: isKnown)
    case .noninDF13: NoninDF13()
    case .noninASCII: NoninASCII()
    case .masimoASCII1: MasimoASCII1()
    case .nellcorASCII: NellcorASCII()
    case .datexDRI: DatexDRI()
    case .berrymedPM6750: BerrymedPM6750()
    case .suntechNIBP: SuntechNIBP()
    case .bci5Byte: BCI5Byte(isKnown: isKnown)
    }
  }
}
