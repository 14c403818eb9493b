import HTTPTypes
import Hummingbird
public import Logging
public import NIOSSL
public import Records
public import ServiceLifecycle
public import Station

/// The HTTP interface of a station: the API, the alert stream and the page.
public struct WebInterface: Sendable {
  /// What the interface needs to know.
  public struct Configuration: Sendable {
    /// The station's name, as displays show it.
    public var name: String
    /// Whether patients are simulated, which every display says.
    public var isSimulated: Bool
    /// The folder that holds the tokens.
    public var data: String
    /// The certificate and the key; nil: no TLS.
    public var tls: TLSConfiguration?
    /// The most connections at once: the process has descriptors for so many.
    public var mostConnections: Int

    /// What the interface needs to know.
    public init(
      name: String, data: String, isSimulated: Bool = false, tls: TLSConfiguration? = nil,
      mostConnections: Int = .max
    ) {
      self.mostConnections = min(mostConnections, WebLimits.mostConnections)
      self.name = name
      self.isSimulated = isSimulated
      self.data = data
      self.tls = tls
    }
  }

  /// Whether the station does its work, as `/readyz` says.
  public let readiness = WebReadiness()
  private let configuration: Configuration
  private let hub: StreamHub
  private let ledger: Ledger?
  private let listener: ListeningSocket
  private let logger: Logger

  /// An interface that is not served yet.
  ///
  /// - Parameters:
  ///   - listener: the socket that connections come in on.
  ///   - start: names this start of the station.
  ///   - sequence: the last number of an event that earlier starts may have used.
  ///   - ledger: where earlier events and sessions are; nil: there are none.
  public init(
    _ configuration: Configuration, listener: ListeningSocket, start: String,
    after sequence: Int64 = 0, ledger: Ledger? = nil, logger: Logger
  ) {
    self.configuration = configuration
    hub = StreamHub(start: start, after: sequence)
    self.ledger = ledger
    self.listener = listener
    self.logger = logger
  }

  /// Hears what the station tells.
  public var announcer: any Announcer { hub }

  /// What has to run beside the station.
  ///
  /// - Parameter started: called once connections are taken.
  public func services(
    for station: Station, started: @escaping @Sendable () -> Void = {}
  ) -> [any Service] {
    [
      Heartbeats(station: station, hub: hub),
      WebServer(
        listener: listener, tls: configuration.tls,
        mostConnections: configuration.mostConnections,
        responder: WebResponder(routes(for: station).router), logger: logger, started: started),
    ]
  }

  /// Every call that a station takes, such as `GET /api/v1/beds`.
  func calls(for station: Station) -> [String] {
    routes(for: station).router.routes.map(\.description)
  }

  private func routes(for station: Station) -> WebRoutes {
    WebRoutes(
      station: station, hub: hub, ledger: ledger, configuration: configuration,
      readiness: readiness)
  }
}
