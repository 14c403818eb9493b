import ArgumentParser
import Glibc
import Host
import Logging
import Monitors
import NIOSSL
import Records
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
    Machine.shareOneHeap()
    let settings = try load()
    if let timezone = settings.timezone {
      setenv("TZ", timezone, 1)
      tzset()
    }
    let logger = ProgramLog.logger("infusionwatch")
    let links = MonitorLinks(settings)
    var announcers: [any Announcer] = [EventLines(.ndjson, logger: logger)]
    if Journal.isPresent { announcers.append(EventJournal()) }
    let program = try program(settings, links, announcers, logger)
    logger.info("\(settings.name) watches", metadata: ["beds": "\(settings.beds.count)"])
    try await program.run { station in
      [Reload(config: config, started: settings, station: station, logger: logger)]
    }
  }

  private func program(
    _ settings: StationSettings, _ links: MonitorLinks, _ announcers: [any Announcer],
    _ logger: Logger
  ) throws -> StationProgram {
    do {
      return try StationProgram(
        StationProgram.Parts(
          name: settings.name, setup: settings.setup, data: settings.data,
          tls: try tls(of: settings), links: links, announcers: announcers,
          listener: try listen(for: settings), logger: logger, keep: settings.keep))
    } catch let error as LedgerError {
      StandardError.tell("\(config):\(settings.dataLine): \(error)")
      throw ExitCode.unavailable
    }
  }

  private func tls(of settings: StationSettings) throws -> TLSConfiguration? {
    guard let files = settings.tls else { return nil }
    do {
      return .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map {
          .certificate($0)
        }, privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
    } catch {
      StandardError.tell(
        "\(config): the certificate or its key cannot be read (\(error)); check [station.tls]")
      throw ExitCode.wrongSettings
    }
  }

  private func load() throws -> StationSettings {
    do {
      return try StationSettings.load(config)
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }

  /// The socket that systemd passed, or else one of the configuration's address.
  private func listen(for settings: StationSettings) throws -> ListeningSocket {
    if let passed = try passedSocket() {
      guard passed.isLocal || settings.tls != nil || settings.insecure else {
        StandardError.tell(
          "\(config): other machines can reach \(passed.address), the socket that systemd passed, "
            + "and there is no TLS; write [station.tls], or insecure = true")
        throw ExitCode.wrongSettings
      }
      return ListeningSocket(descriptor: passed.descriptor)
    }
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

  private func passedSocket() throws -> PassedSocket? {
    do {
      return try PassedSocket.takeAll().first
    } catch {
      StandardError.tell(error)
      throw ExitCode.unavailable
    }
  }
}
