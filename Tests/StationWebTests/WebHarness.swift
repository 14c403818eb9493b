import AsyncHTTPClient
import Foundation
import InfusionCore
import Logging
import Monitors
import NIOCore
import NIOHTTP1
import NIOSSL
import Records
import ServiceLifecycle
import Settings
import Station
import Synchronization
import Vitals

@testable import StationWeb

/// A station with its HTTP interface on a port of its own, and a token for each role.
final class WebHarness: Sendable {
  let station: Station
  let links = HeldLinks()
  let url: String
  let folder: String
  let tokens: [Role: String]
  /// Where it keeps everything; nil: in nothing that outlives it.
  let ledger: Ledger?
  let web: WebInterface
  /// The calls that the station takes, such as `GET /api/v1/beds`.
  let calls: [String]
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  convenience init(
    beds: [String] = ["1", "2"], ledger: any LedgerStore = DurableLedger(),
    isSimulated: Bool = false, timebase: any Timebase = SystemTimebase(),
    tls: TLSConfiguration? = nil
  ) async throws {
    var parts = Parts(folder: Self.newFolder)
    (parts.beds, parts.isSimulated, parts.tls) = (beds, isSimulated, tls)
    try await self.init(parts, ledger: nil, store: ledger, timebase: timebase)
  }

  /// A station on a ledger of its own, or on one that an earlier one has left.
  ///
  /// - Parameter port: that of the earlier one.
  convenience init(
    ledgerIn folder: String, start: String = "s1", port: UInt16 = 0,
    timebase: (any Timebase)? = nil
  ) async throws {
    let kept = try StationLedger.open(folder: folder, start: start)
    var parts = Parts(folder: folder)
    (parts.start, parts.port, parts.resuming) = (start, port, kept.resumption)
    try await self.init(
      parts, ledger: kept.ledger, store: kept.ledger, timebase: timebase ?? kept.timebase)
  }

  /// A folder that is not there yet.
  static var newFolder: String {
    NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
  }

  private struct Parts {
    var folder: String
    var start = "test"
    var beds = ["1", "2"]
    var isSimulated = false
    var port: UInt16 = 0
    var tls: TLSConfiguration?
    var resuming = Station.Resumption()
  }

  private init(
    _ parts: Parts, ledger: Ledger?, store: any LedgerStore, timebase: any Timebase
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    (folder, self.ledger) = (parts.folder, ledger)
    let file = TokenFile(folder: folder)
    var book = TokenBook()
    tokens = try Dictionary(
      uniqueKeysWithValues: Role.allCases.map {
        ($0, try book.add($0.rawValue, role: $0, now: 0))
      })
    try file.write(book)
    let socket = try ListeningSocket(host: "127.0.0.1", port: parts.port)
    url = "\(parts.tls == nil ? "http" : "https")://127.0.0.1:\(socket.port)"
    let web = WebInterface(
      .init(name: "Test", data: folder, isSimulated: parts.isSimulated, tls: parts.tls),
      listener: socket, start: parts.start, after: parts.resuming.nextSequence - 1,
      ledger: ledger, logger: logger)
    self.web = web
    station = Station(
      try Self.setup(parts.beds),
      Station.Parts(
        timebase: timebase, ledger: store, links: links, announcers: [web.announcer],
        logger: logger, hasDisplays: true), resuming: parts.resuming)
    calls = web.calls(for: station)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let services: [any Service] =
      [StationService(station) { start.yield() }] + web.services(for: station) { start.yield() }
    group = ServiceGroup(services: services, logger: logger)
    running = Task { [group] in try await group.run() }
    // Links and listener: a link that has not started hears nothing.
    for await _ in started.prefix(2) {}
    web.readiness.begin()
  }

  private static func setup(_ beds: [String]) throws -> StationSetup {
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let setups = beds.map { bed in
      let monitor = MonitorSetup(
        name: "bay-\(bed)", vitals: VitalSign.allCases, every: .seconds(1), link: "bay-\(bed)")
      return BedSetup(bed: bed, monitors: [monitor])
    }
    return StationSetup(beds: setups, protocols: [rules], defaultProtocol: rules.name)
  }

  /// The port that it listens on.
  var port: UInt16 { url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }

  /// Ends the station, and leaves its folder.
  func stop() async throws {
    await group.triggerGracefulShutdown()
    try await running.value
    await ledger?.close()
  }

  /// Ends the station and takes its folder away.
  func end() async throws {
    try await stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// One call with its answer.
  func call(
    _ method: String, _ path: String, as role: Role? = .nurse, _ body: String? = nil,
    key: String? = nil
  ) async throws -> WebAnswer {
    var request = HTTPClientRequest(url: "\(url)\(path)")
    request.method = .init(rawValue: method)
    if let role {
      request.headers.add(name: "Authorization", value: "Bearer \(tokens[role] ?? "")")
    }
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 1 << 22)
    return WebAnswer(status: Int(response.status.code), headers: response.headers, body: bytes)
  }
}
