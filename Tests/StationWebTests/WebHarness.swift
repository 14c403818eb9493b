import AsyncHTTPClient
import Foundation
import InfusionCore
import Logging
import Monitors
import NIOCore
import NIOHTTP1
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
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  init(
    beds: [String] = ["1", "2"], ledger: any LedgerStore = DurableLedger(),
    isSimulated: Bool = false
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    folder = NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
    let file = TokenFile(folder: folder)
    var book = TokenBook()
    tokens = try Dictionary(
      uniqueKeysWithValues: Role.allCases.map {
        ($0, try book.add($0.rawValue, role: $0, now: 0))
      })
    try file.write(book)
    let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
    url = "http://127.0.0.1:\(socket.port)"
    let web = WebInterface(
      .init(name: "Test", data: folder, isSimulated: isSimulated), listener: socket,
      start: "test", logger: logger)
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let setup = StationSetup(
      beds: beds.map { bed in
        BedSetup(
          bed: bed,
          monitors: [
            MonitorSetup(
              name: "bay-\(bed)", vitals: VitalSign.allCases, every: .seconds(1),
              link: "bay-\(bed)")
          ])
      }, protocols: [rules], defaultProtocol: rules.name)
    station = Station(
      setup,
      Station.Parts(
        timebase: SystemTimebase(), ledger: ledger, links: links, announcers: [web.announcer],
        logger: logger, hasDisplays: true))
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let services: [any Service] =
      [StationService(station)] + web.services(for: station) { start.finish() }
    group = ServiceGroup(services: services, logger: logger)
    running = Task { [group] in try await group.run() }
    for await _ in started {}
  }

  /// Ends the station and takes its folder away.
  func end() async throws {
    await group.triggerGracefulShutdown()
    try await running.value
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

/// What a call was answered.
struct WebAnswer: Sendable {
  let status: Int
  let headers: HTTPHeadersView
  let text: String

  init(status: Int, headers: some Sequence<(name: String, value: String)>, body: ByteBuffer) {
    self.status = status
    self.headers = HTTPHeadersView(headers.map { ($0.name.lowercased(), $0.value) })
    text = String(buffer: body)
  }

  /// The value under a path of keys and indices.
  subscript(path: String...) -> JSONValue? {
    path.reduce(JSONValue(Array(text.utf8))) { value, step in
      switch value {
      case .object(let fields): fields[step]
      case .list(let values): Int(step).flatMap { $0 < values.count ? values[$0] : nil }
      default: nil
      }
    }
  }
}

/// Headers by their names in small letters.
struct HTTPHeadersView: Sendable {
  private let fields: [(String, String)]

  init(_ fields: [(String, String)]) { self.fields = fields }

  subscript(name: String) -> String? { fields.first { $0.0 == name }?.1 }
}

/// Links whose reports the test writes.
final class HeldLinks: LinkSource {
  private let state = Mutex<(queue: ReportQueue, clock: LinkClock)?>(nil)

  func start(clock: LinkClock, queue: ReportQueue) { state.withLock { $0 = (queue, clock) } }

  func stop() async { state.withLock { $0 = nil } }

  /// Lets a bed's monitor tell something.
  func tell(_ news: MonitorReport.News, bed: String = "1") {
    guard let (queue, clock) = state.withLock(\.self) else { return }
    queue.add([MonitorReport(monitor: "bay-\(bed)", bed: bed, at: clock.now(), news: news)])
  }

  /// Lets a bed's monitor tell its numbers.
  func tell(hr: Double? = nil, spo2: Double? = nil, bed: String = "1") {
    let readings = [hr.map { Reading(.hr, .value($0)) }, spo2.map { Reading(.spo2, .value($0)) }]
    tell(.readings(readings.compactMap(\.self)), bed: bed)
  }
}

/// A ledger that says that all is kept, or that nothing can be.
final class DurableLedger: LedgerStore {
  private let failure = Mutex<String?>(nil)

  func fail(_ reason: String?) { failure.withLock { $0 = reason } }

  func commit(_ batch: LedgerBatch) async -> Durability {
    failure.withLock(\.self).map(Durability.failed) ?? .durable
  }
}
