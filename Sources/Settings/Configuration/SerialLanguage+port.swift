public import MonitorProtocols

extension SerialLanguage {
  /// A line with the speed, parity and stop bits that makers ship.
  public func port(_ device: String) -> SerialPort {
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
