import MonitorProtocols
import Vitals

/// How a device of one protocol puts into bytes what it shows.
protocol SerialVoice: Sendable {
  /// What it says at a beat of its protocol; nothing if it was not asked to.
  mutating func say(_ utterance: Utterance) -> [UInt8]
  /// What it answers at once. Most never answer, and are asked nothing.
  mutating func answer(_ request: SerialRequest, _ utterance: Utterance) -> [UInt8]
}

extension SerialVoice {
  mutating func answer(_: SerialRequest, _: Utterance) -> [UInt8] { [] }
}

/// What is to be said.
struct Utterance: Sendable {
  /// What the device shows.
  var shown: ShownVitals
  /// How long it has been on.
  var on: Span
  /// Added to each checksum: 0 where they are to be right.
  var sumError: UInt8 = 0
}

/// How often a device speaks by itself.
struct VoiceBeat: Hashable, Sendable {
  var times: Int64
  var per: Span

  /// The beats from being switched on until a time.
  func count(by on: Span) -> Int64 { on.milliseconds * times / per.milliseconds }

  /// When a beat comes.
  func time(of beat: Int64) -> Span {
    .milliseconds((beat * per.milliseconds + times - 1) / times)
  }
}

extension SerialLanguage {
  /// A device of this protocol that has just been switched on.
  ///
  /// - Parameter identity: what it says that it is, where the protocol has room for that; nil: its
  ///   maker's usual words.
  func voice(identity: String?) -> any SerialVoice {
    switch self {
    case .noninDF1: NoninDF1Voice()
    case .noninDF2: NoninPacketVoice(hasWidePleth: false)
    case .noninDF7: NoninPacketVoice(hasWidePleth: true)
    case .noninDF8: NoninDF8Voice()
    case .noninDF13: NoninDF13Voice()
    case .noninASCII: NoninASCIIVoice()
    case .masimoASCII1: MasimoVoice(serialNumber: identity ?? MasimoVoice.usualSerialNumber)
    case .nellcorASCII: NellcorVoice(model: identity ?? NellcorVoice.usualModel)
    case .datexDRI: DatexVoice()
    case .berrymedPM6750: BerrymedVoice()
    case .suntechNIBP: SuntechVoice()
    case .bci5Byte: BCIVoice()
    }
  }

  /// How often such a device speaks; nil: only when it is asked.
  var beat: VoiceBeat? {
    switch self {
    case .noninDF1, .noninDF8, .noninASCII, .masimoASCII1, .berrymedPM6750:
      VoiceBeat(times: 1, per: .seconds(1))
    // A packet is 25 of 75 frames a second.
    case .noninDF2, .noninDF7: VoiceBeat(times: 3, per: .seconds(1))
    case .noninDF13: VoiceBeat(times: 1, per: .seconds(30))
    case .nellcorASCII: VoiceBeat(times: 1, per: .seconds(2))
    case .datexDRI: VoiceBeat(times: 1, per: .seconds(5))
    case .bci5Byte: VoiceBeat(times: 60, per: .seconds(1))
    case .suntechNIBP: nil
    }
  }

  /// Whether a wrong byte is told by a sum.
  var hasChecksum: Bool {
    switch self {
    case .noninDF2, .noninDF7, .noninDF13, .datexDRI, .berrymedPM6750, .suntechNIBP: true
    case .noninDF1, .noninDF8, .noninASCII, .masimoASCII1, .nellcorASCII, .bci5Byte: false
    }
  }
}
