import ArgumentParser
import Host
import InfusionCore
import Logging
import NIOSSL
import Records
import ServiceLifecycle
import Settings
import Station
import StationWeb
import Synchronization
import UnixSignals
import Vitals

/// Everything that runs under one roof: ledger, station, links, HTTP, and what systemd is told.
struct StationProgram {
  /// What makes a station this one.
  struct Parts {
    var name: String
    var setup: StationSetup
    /// The folder of the ledger and the tokens.
    var data: String
    var isSimulated = false
    var tls: TLSConfiguration?
    var links: any LinkSource
    var announcers: [any Announcer]
    var listener: ListeningSocket
    var logger: Logger
    /// How long closed sessions are kept; nil: for ever.
    var keep: Span?
    /// nil: the machine's own clock.
    var timebase: (any Timebase)?
    /// What was before.
    var past: [TakenInput] = []
  }

  let station: Station
  let web: WebInterface
  let ledger: Ledger
  private let pruning: LedgerPruning?
  private let logger: Logger

  /// Opens the ledger and puts the parts together; nothing runs yet.
  init(_ parts: Parts) throws(LedgerError) {
    DescriptorBudget.raise()
    let start = String(SystemTimebase.wallMilliseconds, radix: 36)
    let kept = try StationLedger.open(folder: parts.data, start: start)
    let sequence = kept.resumption.nextSequence - 1
    let web = WebInterface(
      .init(
        name: parts.name, data: parts.data, isSimulated: parts.isSimulated, tls: parts.tls,
        mostConnections: DescriptorBudget.connections(
          besides: parts.setup.beds.flatMap(\.monitors).count)),
      listener: parts.listener, start: start, after: sequence, ledger: kept.ledger,
      logger: parts.logger)
    let timebase = parts.timebase ?? kept.timebase
    var station = Station.Parts(
      timebase: timebase, ledger: kept.ledger, links: parts.links,
      announcers: parts.announcers + [web.announcer], logger: parts.logger,
      hasDisplays: !parts.isSimulated)
    station.past = parts.past
    self.station = Station(parts.setup, station, resuming: kept.resumption)
    self.web = web
    ledger = kept.ledger
    pruning = parts.keep.map {
      LedgerPruning(kept.ledger, keep: $0, timebase: timebase, logger: parts.logger)
    }
    logger = parts.logger
  }

  /// Runs until a signal, or until one of the parts ends.
  ///
  /// - Parameters:
  ///   - signals: what ends it.
  ///   - others: what runs beside the station, given the station: whoever waits for a reload, say.
  func run(
    until signals: [UnixSignal] = [.sigterm, .sigint], with others: (Station) -> [any Service]
  ) async throws {
    // READY=1 once the ledger, the links and the listener are up.
    let missing = Atomic(2)
    let started = { @Sendable [web] in
      guard missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
      web.readiness.begin()
      ServiceManager.tell(.ready)
    }
    let services: [any Service] =
      [StationService(station, started: started)]
      + web.services(for: station, started: started) + [Supervision(of: station)]
      + [pruning].compactMap(\.self) + others(station)
    try await StationGroup.run(services, until: signals, logger: logger)
    await ledger.close()
  }
}
