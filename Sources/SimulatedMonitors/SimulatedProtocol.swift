public import MonitorProtocols
import Vitals

/// What a simulated monitor speaks.
public enum SimulatedProtocol: Hashable, Sendable {
  case modbusTCP
  case modbusRTU
  case serial(SerialLanguage)

  /// All of them.
  public static let all = [.modbusTCP, .modbusRTU] + SerialLanguage.allCases.map(Self.serial)

  /// As a command names it.
  public var name: String {
    switch self {
    case .modbusTCP: "modbus-tcp"
    case .modbusRTU: "modbus-rtu"
    case .serial(let language): language.rawValue
    }
  }

  /// The protocol of this name.
  public init?(named name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Why this cannot go wrong with such a monitor; nil: it can.
  public func refusal(of kind: SimulatedFault.Kind) -> String? {
    switch kind {
    case .unplug, .silence, .garbage, .frozen: nil
    case .wrongChecksum: hasChecksum ? nil : "\(name) has no checksum that could be wrong"
    case .late: isAsked ? nil : "\(name) answers nobody, so no answer can be late"
    case .sensorOff: hasProbe ? nil : "\(name) has no probe that could be off"
    }
  }

  /// What can go wrong with such a monitor.
  public var faults: [SimulatedFault.Kind] {
    SimulatedFault.Kind.allCases.filter { refusal(of: $0) == nil }
  }

  private var hasChecksum: Bool {
    switch self {
    // TCP has sums of its own, which no device sets.
    case .modbusTCP: false
    case .modbusRTU: true
    case .serial(let language): language.hasChecksum
    }
  }

  /// Whether each of its values is an answer.
  private var isAsked: Bool {
    switch self {
    case .modbusTCP, .modbusRTU: true
    case .serial(let language): !language.requests.polls.isEmpty
    }
  }

  private var hasProbe: Bool {
    switch self {
    case .modbusTCP, .modbusRTU: true
    case .serial(let language): language.vitals.contains(.spo2)
    }
  }
}
