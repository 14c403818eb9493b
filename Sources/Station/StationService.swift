import Host
public import ServiceLifecycle

/// A station under a service group: it ends on a signal, and says so to the service manager.
public struct StationService: Service {
  private let station: Station

  /// A station that is not started yet.
  public init(_ station: Station) { self.station = station }

  public func run() async throws {
    try await withGracefulShutdownHandler {
      try await station.run { ServiceManager.tell(.ready) }
    } onGracefulShutdown: {
      ServiceManager.tell(.stopping)
      station.stop()
    }
  }
}
