/// A simulated monitor that runs.
public protocol RunningSimulation: Sendable {
  /// Where it is, as a configuration names it: a path, or a host and its port.
  var place: String { get }
  /// Ends it.
  func stop()
}

extension SimulatedMonitor: RunningSimulation {}

extension SimulatedSerialMonitor: RunningSimulation {}
