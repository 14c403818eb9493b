import ArgumentParser
import Glibc
import Host
import Logging
import Monitors
import ServiceLifecycle
import Settings
import Station
import StationWeb

/// `infusionwatch serve --config FILE`: the daemon.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The daemon: reads the monitors, judges, tells alerts.",
    discussion: """
      Events go to the standard output, one JSON object a line, and to the system's journal where \
      there is one. SIGTERM ends it. Exit status 78 for a faulty configuration, 69 if the address \
      of “listen” is in use.
      """)

  @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
  var config = "/etc/infusionwatch/station.toml"

  func run() async throws {
    let settings = try load()
    let listener = try listen(for: settings)
    if let timezone = settings.timezone {
      setenv("TZ", timezone, 1)
      tzset()
    }
    let logger = ProgramLog.logger("infusionwatch")
    let links = MonitorLinks(settings)
    for monitor in links.unread {
      logger.warning("\(monitor.monitor) at bed \(monitor.bed) is not watched: \(monitor.reason)")
    }
    var announcers: [any Announcer] = [EventLines(.ndjson, logger: logger)]
    if Journal.isPresent { announcers.append(EventJournal()) }
    let web = WebInterface(
      .init(name: settings.name, data: settings.data), listener: listener,
      startedAt: SystemTimebase.wallMilliseconds, logger: logger)
    announcers.append(web.announcer)
    let station = Station(
      settings.setup,
      Station.Parts(
        timebase: SystemTimebase(), ledger: VolatileLedger(), links: links,
        announcers: announcers, logger: logger, hasDisplays: true))
    logger.info("\(settings.name) watches", metadata: ["beds": "\(settings.beds.count)"])
    try await StationGroup.run(
      [StationService(station)] + web.services(for: station), logger: logger)
  }

  private func load() throws -> StationSettings {
    do {
      return try StationSettings.load(config)
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }

  private func listen(for settings: StationSettings) throws -> ListeningSocket {
    do {
      return try ListeningSocket(host: settings.listen.host, port: settings.listen.port)
    } catch {
      let place = "\(config):\(settings.listenLine): \(settings.listen)"
      switch error {
      case .inUse:
        StandardError.tell("\(place) is in use by another program; stop it or change listen")
      case .refused(let reason):
        StandardError.tell("\(place) cannot be taken (\(reason)); change listen")
      }
      throw ExitCode.unavailable
    }
  }
}
