public import Vitals

/// The protocols that monitors speak over a serial line.
public enum SerialLanguage: String, CaseIterable, Sendable {
  case noninDF1 = "nonin-df1"
  case noninDF2 = "nonin-df2"
  case noninDF7 = "nonin-df7"
  case noninDF8 = "nonin-df8"
  case noninDF13 = "nonin-df13"
  case noninASCII = "nonin-ascii"
  case masimoASCII1 = "masimo-ascii1"
  case nellcorASCII = "nellcor-ascii"
  case datexDRI = "datex-dri"
  case berrymedPM6750 = "berrymed-pm6750"
  case suntechNIBP = "suntech-nibp"
  case bci5Byte = "bci-5byte"

  /// What such a monitor measures.
  public var vitals: [VitalSign] {
    switch self {
    case .noninDF1, .noninDF2, .noninDF7, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1,
      .nellcorASCII, .bci5Byte:
      VitalSign.continuous
    case .datexDRI, .berrymedPM6750: VitalSign.allCases
    case .suntechNIBP: VitalSign.cuff
    }
  }

  /// From one value of HR and SpO2 to the next.
  public var every: Span {
    switch self {
    case .nellcorASCII: .seconds(2)
    case .datexDRI: .seconds(5)
    case .noninDF1, .noninDF2, .noninDF7, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1,
      .berrymedPM6750, .suntechNIBP, .bci5Byte:
      .seconds(1)
    }
  }

  /// A line that was silent for so long will not complete what has begun. Monitors that send a
  /// frame a second are silent between any two of them, so it is more than from one to the next.
  public var silentAfter: Span {
    switch self {
    case .noninDF2, .noninDF7, .bci5Byte: .milliseconds(500)
    case .noninDF1, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1, .nellcorASCII, .datexDRI,
      .berrymedPM6750, .suntechNIBP:
      every * 2
    }
  }

  /// Such a monitor is silent for as long as nobody takes a measurement.
  public var speaksNowAndThen: Bool { self == .noninDF13 }

  /// RTS and CTS say who may send.
  public var hasHandshake: Bool { self == .datexDRI }

  /// Its lines or headings say which device it is.
  public var tellsIdentity: Bool { self == .masimoASCII1 || self == .nellcorASCII }
}
