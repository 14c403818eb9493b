import HTTPTypes
import Hummingbird
public import Logging
import NIOSSL
import Records
public import ServiceLifecycle
public import Station

/// The HTTP interface of a station: the API, the alert stream and the page.
public struct WebInterface: Sendable {
  private let hub: StreamHub
  private let listener: ListeningSocket
  private let logger: Logger

  /// An interface that is not served yet.
  ///
  /// - Parameters:
  ///   - listener: the socket that connections come in on.
  ///   - startedAt: wall time of this start in milliseconds since 1970.
  public init(listener: ListeningSocket, startedAt: Int64, logger: Logger) {
    hub = StreamHub(startedAt: startedAt)
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
        listener: listener, tls: nil, responder: router(for: station).buildResponder(),
        logger: logger, started: started),
    ]
  }

  private func router(for station: Station) -> Router<WebContext> {
    let router = Router(context: WebContext.self)
    router.get("healthz") { _, _ in "ok\n" }
    let api = router.group("api/v1")
    api.get("stream") { [hub] request, context in
      try await StreamRoute(station: station, hub: hub, history: NoHistory())
        .answer(request, context)
    }
    api.get("beds") { [hub] _, _ in
      let view = await station.look()
      var json = JSONText()
      json.object { StationWriter(view).write(view, start: hub.start, to: &$0) }
      return Response.json(json)
    }
    return router
  }
}

extension Response {
  /// An answer in JSON that nobody may keep.
  static func json(_ json: JSONText, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }
}
