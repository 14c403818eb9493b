import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Station

/// Every call of the HTTP interface, and the role that it needs.
struct WebRoutes: Sendable {
  let station: Station
  let hub: StreamHub
  let ledger: Ledger?
  let configuration: WebInterface.Configuration
  let readiness: WebReadiness

  var router: Router<WebContext> {
    let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
    let access = Access(tokens: TokenFile(folder: configuration.data))
    router.add(middleware: access)
    PageRoute().add(to: router)
    addMachines(to: router)
    let api = router.group("api/v1")
    let contract = ContractRoute()
    api.get("openapi.json") { _, _ in contract.response }
    addStream(to: api, access)
    addBeds(to: api)
    addVerbs(to: api)
    addPast(to: api)
    return router
  }

  private func addMachines(to router: Router<WebContext>) {
    let health = HealthRoutes(station: station, readiness: readiness)
    router.get("healthz") { _, _ in await health.health() }
    router.get("readyz") { _, _ in health.ready() }
    router.get("metrics") { [station, hub] _, context in
      if !context.isLoopback { _ = try context.require(.view) }
      let view = await station.look()
      let (clients, cutOff) = hub.figures
      return Metrics(
        view, clients: clients, cutOff: cutOff, isLedgerFailing: view.isLedgerFailing
      ).response
    }
  }

  private func addStream(to api: RouterGroup<WebContext>, _ access: Access) {
    let history: (any EventHistory)? = ledger.map { LedgerHistory(ledger: $0, hub: hub) }
    let stream = StreamRoute(
      station: station, hub: hub, history: history ?? NoHistory(), configuration: configuration,
      access: access)
    api.get("stream") { request, context in try await stream.answer(request, context) }
    let receipts = ReceiptRoute(station: station, hub: hub)
    api.post("stream/receipt") { request, context in try await receipts.answer(request, context) }
  }

  private func addBeds(to api: RouterGroup<WebContext>) {
    let snapshots = SnapshotRoutes(station: station, hub: hub, configuration: configuration)
    api.get("beds") { _, context in try await snapshots.beds(context) }
    api.get("beds/{bed}") { _, context in try await snapshots.bed(context) }
    api.get("me") { _, context in
      let caller = try context.require(.view)
      var json = JSONText()
      json.object { json in
        json.field("name", caller.name)
        json.field("role", caller.role.rawValue)
      }
      return Response.json(json)
    }
  }

  private func addPast(to api: RouterGroup<WebContext>) {
    let sessions = SessionRoutes(ledger: ledger)
    api.get("sessions") { request, context in try await sessions.list(request, context) }
    api.get("sessions/{id}") { _, context in try await sessions.session(context) }
    api.get("sessions/{id}/recording") { _, context in try await sessions.recording(context) }
  }

  private func addVerbs(to api: RouterGroup<WebContext>) {
    let verbs = VerbRoutes(station: station)
    api.post("beds/{bed}/{verb}") { request, context in try await verbs.bed(request, context) }
    api.post("alerts/{id}/{answer}") { request, context in
      try await verbs.alert(request, context)
    }
    api.post("station/{verb}") { request, context in
      try await verbs.station(request, context)
    }
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
