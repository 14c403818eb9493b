public import MonitorProtocols
public import Vitals

/// Where a monitor's own bytes come from.
public enum StreamAddress: Hashable, Sendable {
  /// A serial line of this machine.
  case tty(SerialLine)
  /// A serial device server that passes the bytes on as they are; it knows speed and parity itself.
  case tcp(host: String, port: UInt16)

  /// As a person looks for it.
  public var words: String {
    switch self {
    case .tty(let line): line.device
    case .tcp(let host, let port): "\(host):\(port)"
    }
  }

  /// Why nothing more comes, where it ends without an error.
  var goneReason: String {
    switch self {
    case .tty: "\(words) is gone: the adapter was pulled out, or switched off"
    case .tcp: "\(words) is gone: the device server ended the connection"
    }
  }
}

/// A monitor that speaks a protocol of its own: one connection, one thread, one monitor.
public struct StreamPlan: Hashable, Sendable {
  /// The link's name.
  public var name: String
  public var address: StreamAddress
  public var monitor: StreamedMonitor

  /// A monitor and where it is read.
  public init(name: String, address: StreamAddress, monitor: StreamedMonitor) {
    self.name = name
    self.address = address
    self.monitor = monitor
  }
}

/// Whose the bytes are, and what they mean.
public struct StreamedMonitor: Hashable, Sendable {
  /// The monitor's name in the configuration.
  public var monitor: String
  /// The bed that it stands at.
  public var bed: String
  public var language: SerialLanguage
  /// The vital signs that it may report; others are left out.
  public var vitals: [VitalSign]
  /// What the monitor says that it is; nil: any.
  public var expect: String?

  /// A monitor and its protocol.
  public init(
    monitor: String, bed: String, language: SerialLanguage, vitals: [VitalSign],
    expect: String? = nil
  ) {
    self.monitor = monitor
    self.bed = bed
    self.language = language
    self.vitals = vitals
    self.expect = expect
  }
}

/// A link of either kind.
public enum MonitorPlan: Hashable, Sendable {
  /// Units that are asked for registers.
  case polled(LinkPlan)
  /// A monitor that speaks for itself.
  case streamed(StreamPlan)

  public var name: String {
    switch self {
    case .polled(let plan): plan.name
    case .streamed(let plan): plan.name
    }
  }

  /// The monitors that it reads, each with its bed.
  public var monitors: [(monitor: String, bed: String)] {
    switch self {
    case .polled(let plan): plan.units.map { ($0.monitor, $0.bed) }
    case .streamed(let plan): [(plan.monitor.monitor, plan.monitor.bed)]
    }
  }
}
