public import MonitorProtocols
public import Vitals

/// A bedside monitor as the configuration describes it.
public struct MonitorSettings: Hashable, Sendable {
  /// How the monitor is read.
  public enum Link: Hashable, Sendable {
    case modbus(ModbusSettings)
    case serial(SerialSettings)
  }

  public var name: String
  /// The bed that it stands at.
  public var bed: String
  /// The vital signs that it brings for its bed, and that the bed has, in their usual order.
  public var vitals: [VitalSign]
  /// What its heart rate is taken from, such as `ecg`.
  public var source: String?
  public var link: Link
}

/// A unit that answers Modbus.
public struct ModbusSettings: Hashable, Sendable {
  /// Where the unit is reached.
  public enum Line: Hashable, Sendable {
    case tcp(HostAndPort)
    case rtu(SerialPort)
    /// RTU behind a serial device server; it knows speed and parity itself.
    case rtuOverTCP(HostAndPort)
  }

  public var line: Line
  /// 1 to 247; 0 and 255 on TCP only.
  public var unit: UInt8
  /// From one poll to the next.
  public var every: Span
  /// How long a reply may take.
  public var timeout: Span
  /// The registers and what they mean.
  public var map: RegisterMap
  /// How long the device needs after it was connected.
  public var settle: Span
  /// How long it needs between two requests.
  public var gap: Span
  /// Whether others want to connect to it, too.
  public var closeBetweenPolls: Bool
}

/// A monitor that speaks a protocol of its own over a serial line.
public struct SerialSettings: Hashable, Sendable {
  /// Where the bytes come from.
  public enum Line: Hashable, Sendable {
    case device(SerialPort)
    /// A serial device server; it knows speed and parity itself.
    case tcp(HostAndPort)
  }

  public var line: Line
  public var language: SerialLanguage
  /// What the monitor says that it is, such as a serial number; nil: any.
  public var expect: String?

  /// A line and who speaks on it.
  public init(line: Line, language: SerialLanguage, expect: String? = nil) {
    self.line = line
    self.language = language
    self.expect = expect
  }
}

/// A serial line with 8 data bits.
public struct SerialPort: Hashable, Sendable {
  public enum Parity: String, CaseIterable, Sendable {
    case none
    case even
    case odd
  }

  /// What a modem line is set to.
  public enum Level: String, CaseIterable, Sendable {
    case on
    case off
  }

  /// The device's path.
  public var device: String
  /// Bits a second.
  public var baud: Int
  public var parity: Parity
  /// 1 or 2.
  public var stopBits: Int
  /// Data terminal ready; nil: as opening the line makes it.
  public var dtr: Level? = nil
  /// Request to send; nil: as opening the line makes it.
  public var rts: Level? = nil
}
