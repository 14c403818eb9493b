import ArgumentParser
import Logging
import Monitors
import ServiceLifecycle
import UnixSignals

/// Runs services until SIGTERM or SIGINT, unless one of them waits for signals itself.
enum StationGroup {
  /// However a service behaves, the end comes within this time.
  static let longestShutdown = Duration.seconds(2)

  /// Runs the services; one that ends by itself ends the others.
  static func run(
    _ services: [any Service], until signals: [UnixSignal] = [.sigterm, .sigint], logger: Logger
  ) async throws {
    var quiet = logger
    quiet.logLevel = .error
    var configuration = ServiceGroupConfiguration(
      services: services.map {
        .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
      },
      gracefulShutdownSignals: signals, logger: quiet)
    configuration.maximumGracefulShutdownDuration = longestShutdown
    configuration.maximumCancellationDuration = longestShutdown
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as LinkError {
      StandardError.tell("\(error); end what keeps so many files open, then start again")
      throw ExitCode.unavailable
    }
  }
}
