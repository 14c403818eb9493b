/// Where a link's units are reached.
public enum LinkAddress: Hashable, Sendable {
  /// Modbus TCP: a name or an address, IPv4 or IPv6, and the port.
  case tcp(host: String, port: UInt16)
  /// Modbus RTU on a serial line.
  case rtu(SerialLine)
  /// Modbus RTU behind a serial device server that passes the bytes on as they are; it knows speed
  /// and parity itself.
  case rtuOverTCP(host: String, port: UInt16)

  /// Frames that bear no number: a late reply looks like the one that is waited for.
  var isSerial: Bool {
    switch self {
    case .tcp: false
    case .rtu, .rtuOverTCP: true
    }
  }
}

/// A serial line with 8 data bits.
public struct SerialLine: Hashable, Sendable {
  /// The parity bit.
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
  /// Bits a second; one of `speeds`.
  public var baud: Int
  public var parity: Parity
  /// 1 or 2.
  public var stopBits: Int
  /// RTS and CTS say who may send.
  public var hasHandshake: Bool
  /// Data terminal ready; nil: as opening the line makes it, which is on.
  public var dtr: Level?
  /// Request to send, where it is no handshake; nil: as opening the line makes it, which is on.
  public var rts: Level?

  /// A serial line.
  public init(
    device: String, baud: Int, parity: Parity = .none, stopBits: Int = 1,
    hasHandshake: Bool = false, dtr: Level? = nil, rts: Level? = nil
  ) {
    self.device = device
    self.baud = baud
    self.parity = parity
    self.stopBits = stopBits
    self.hasHandshake = hasHandshake
    self.dtr = dtr
    self.rts = rts
  }
}

/// A link and every unit that is reached over it: one connection, one thread.
public struct LinkPlan: Hashable, Sendable {
  /// The link's name, which units that share it have in common.
  public var name: String
  public var address: LinkAddress
  /// At least one.
  public var units: [MonitoredUnit]

  /// A link and its units.
  public init(name: String, address: LinkAddress, units: [MonitoredUnit]) {
    self.name = name
    self.address = address
    self.units = units
  }
}
