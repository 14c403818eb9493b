import MonitorProtocols
import Monitors
import SimulatedMonitors
import Vitals

extension DemoPlan {
  var monitorName: String { "simulated-\(bed)" }

  /// From one value of HR and SpO2 to the next.
  var every: Vitals.Span {
    switch speaks {
    case .modbusTCP, .modbusRTU: .seconds(1)
    case .serial(let language): language.every
    }
  }

  /// Registers have one; of the serial protocols none has.
  var hasHeartbeat: Bool {
    switch speaks {
    case .modbusTCP, .modbusRTU: true
    case .serial: false
    }
  }

  /// A cuff is seen to inflate where the protocol has a word for that.
  var cuffTakes: Vitals.Span { hasHeartbeat ? .zero : .seconds(20) }

  /// How a monitor on a line is read.
  func link(at line: SerialLine) -> MonitorPlan {
    switch speaks {
    case .modbusTCP, .modbusRTU: polled(at: .rtu(line))
    case .serial(let language):
      .streamed(
        StreamPlan(
          name: monitorName, address: .tty(line),
          monitor: StreamedMonitor(
            monitor: monitorName, bed: bed, language: language, vitals: language.vitals)))
    }
  }

  /// How a Modbus unit is read.
  func polled(at address: LinkAddress) -> MonitorPlan {
    .polled(
      LinkPlan(
        name: monitorName, address: address,
        units: [
          MonitoredUnit(
            monitor: monitorName, bed: bed, unit: 1, map: SimulatedBedside.map,
            vitals: VitalSign.allCases, every: every, timeout: .milliseconds(500))
        ]))
  }
}
