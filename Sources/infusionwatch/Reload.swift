import Host
import Logging
import ServiceLifecycle
import Settings
import Station
import UnixSignals

/// SIGHUP: the configuration is read again. One with faults leaves the running one in force, and
/// whatever is not taken at once is said.
struct Reload: Service {
  let config: String
  /// What the program was started with.
  let started: StationSettings
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
    let outcome = await station.reload(settings.setup, links: settings.links)
    for line in settings.notTaken(after: started) + outcome.notTaken {
      logger.warning("\(config): \(line)")
    }
    if let failure = outcome.failure {
      logger.error("a link of the new configuration cannot be started: \(failure)")
    }
    logger.notice("the configuration was read again", metadata: ["beds": "\(outcome.beds)"])
  }
}

extension ReloadOutcome {
  /// What stays as it was until a session ends: what, and what to do.
  fileprivate var notTaken: [String] {
    keptMonitors.map {
      "\($0.monitor) is read as before, for bed \($0.bed) has a session; "
        + "reload again after its end"
    }
      + keptBeds.map {
        "bed \($0) stays, for it has a session; reload again after its end"
      }
  }
}

extension StationSettings {
  /// What only a new start takes, of what has changed: what, and what to do.
  fileprivate func notTaken(after old: StationSettings) -> [String] {
    func value<Value: Equatable>(_ key: String, _ path: KeyPath<StationSettings, Value>) -> String?
    {
      self[keyPath: path] == old[keyPath: path] ? nil : key
    }
    let keys = [
      value("name", \.name), value("listen", \.listen), value("data", \.data),
      value("timezone", \.timezone), value("keep", \.keep), value("mode", \.mode),
      value("insecure", \.insecure), value("[station.tls]", \.tls),
      value("[annunciator]", \.annunciator),
    ]
    return keys.compactMap(\.self).map {
      "\($0) has changed, and stays as it was; restart to take it"
    }
  }
}
