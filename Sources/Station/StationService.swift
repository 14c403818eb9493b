import Host
public import ServiceLifecycle

/// A station under a service group: it ends on a signal.
public struct StationService: Service {
  private let station: Station
  private let started: @Sendable () -> Void

  /// A station that is not started yet.
  ///
  /// - Parameter started: called once the links run.
  public init(_ station: Station, started: @escaping @Sendable () -> Void = {}) {
    self.station = station
    self.started = started
  }

  public func run() async throws {
    try await withGracefulShutdownHandler {
      try await station.run(started: started)
    } onGracefulShutdown: {
      ServiceManager.tell(.stopping)
      station.stop()
    }
  }
}
