public import Vitals

/// The protocols that monitors speak over a serial line, with the settings that makers ship.
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

  /// A line with the speed, parity and stop bits that makers ship.
  func port(_ device: String) -> SerialPort {
    switch self {
    case .noninDF1, .noninDF2, .noninDF7, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1,
      .nellcorASCII, .suntechNIBP:
      SerialPort(device: device, baud: 9600, parity: .none, stopBits: 1)
    case .datexDRI: SerialPort(device: device, baud: 19_200, parity: .even, stopBits: 1)
    case .berrymedPM6750: SerialPort(device: device, baud: 115_200, parity: .none, stopBits: 1)
    case .bci5Byte: SerialPort(device: device, baud: 19_200, parity: .odd, stopBits: 1)
    }
  }
}
