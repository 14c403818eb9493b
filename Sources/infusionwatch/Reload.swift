import Host
import Logging
import ServiceLifecycle
import Settings
import Station
import UnixSignals

/// SIGHUP: the configuration is read again. One with faults leaves the running one in force.
struct Reload: Service {
  let config: String
  let station: Station
  let logger: Logger

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      ServiceManager.tell(.reloading)
      await reload()
      ServiceManager.tell(.ready)
    }
  }

  private func reload() async {
    let settings: StationSettings
    do {
      settings = try StationSettings.load(config)
    } catch {
      for fault in error.list { logger.error("\(fault)") }
      let count = error.list.count == 1 ? "a fault" : "\(error.list.count) faults"
      logger.error("the configuration has \(count) and was not taken; the running one is in force")
      return
    }
    do {
      try await station.reload(settings.setup, links: settings.links)
    } catch {
      logger.error("a link of the new configuration cannot be started: \(error)")
    }
    logger.notice("the configuration was read again", metadata: ["beds": "\(settings.beds.count)"])
  }
}
