public import MonitorProtocols
public import Vitals

/// What speaks for one protocol at one setting of a line.
public struct ProbeEvidence: Hashable, Sendable {
  public var language: SerialLanguage
  /// As the line was set; nil: a device server has its own settings.
  public var line: SerialLine?
  /// What became of the bytes.
  public var tally: SerialTally
  /// Bytes that the line itself calls damaged: wrong parity, no stop bit. nil: it cannot tell.
  public var lineErrors: Int?
  /// The last of each vital sign, in their usual order.
  public var readings: [Reading] = []
  /// What the monitor says that it is.
  public var identity: String?

  /// Enough frames that chance does not bring them.
  var isLikely: Bool { tally.frames >= language.framesToBelieve }

  /// Hardly anything but frames: nothing better is to be found.
  public var isSure: Bool {
    // A line is entered in the middle of a frame, and of a byte.
    let areBytesClean = (lineErrors ?? 0) <= 1 + tally.bytes / 20
    let areFramesClean = tally.checksumErrors <= 1 + tally.frames / 4
    return isLikely && tally.skipped * 2 <= tally.bytes && areBytesClean && areFramesClean
  }

  /// How much of what came is understood, from 0 to 1, less what was damaged.
  var share: Double {
    guard tally.bytes > 0 else { return 0 }
    return Double(tally.bytes - tally.skipped - (lineErrors ?? 0)) / Double(tally.bytes)
  }
}

extension SerialLanguage {
  /// So many frames of it are no chance. Its own rules have looked at each already.
  var framesToBelieve: Int {
    switch self {
    // Header, length and sum of a long frame.
    case .datexDRI, .noninDF13: 1
    // 25 sums each, and whole lines of text.
    case .noninDF2, .noninDF7, .noninASCII, .masimoASCII1, .nellcorASCII: 2
    // One sum over a few bytes.
    case .suntechNIBP, .berrymedPM6750: 3
    // No sum at all; they come once a second, and 60 times a second.
    case .noninDF8: 4
    case .noninDF1: 5
    case .bci5Byte: 15
    }
  }
}

/// A decoder that listens, and what it made of the bytes so far.
struct ProbeEar: Sendable {
  let language: SerialLanguage
  private var decoder: any SerialDecoder
  private var readings: [VitalSign: Reading] = [:]
  private var identity: String?

  init(_ language: SerialLanguage) {
    self.language = language
    decoder = language.decoder()
  }

  mutating func hear(_ bytes: [UInt8]) {
    var (readings, identity) = (self.readings, self.identity)
    decoder.decode(bytes) { finding in
      switch finding.content {
      case .reading(let vital, let content, _): readings[vital] = Reading(vital, content)
      case .identity(let name): identity = name
      case .cuffInflating, .cuffFailed: break
      }
    }
    (self.readings, self.identity) = (readings, identity)
  }

  /// The line was silent for a while.
  mutating func pause(of span: Span) {
    if span >= language.silentAfter { decoder.fallSilent() }
  }

  func evidence(_ line: SerialLine?, lineErrors: Int?) -> ProbeEvidence {
    ProbeEvidence(
      language: language, line: line, tally: decoder.tally, lineErrors: lineErrors,
      readings: VitalSign.allCases.compactMap { readings[$0] }, identity: identity)
  }
}
