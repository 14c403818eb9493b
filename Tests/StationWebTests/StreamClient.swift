import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Records
import Station

@testable import StationWeb

/// One message of the stream as a client reads it.
struct StreamMessage: Hashable, Sendable {
  var id: String?
  var event = "message"
  var data = ""

  /// The same, whether the ledger had it in time or later.
  var whenever: StreamMessage {
    var message = self
    message.data = data.replacing(",\"durable\":false", with: "")
    return message
  }

  /// The number in its id.
  var sequence: Int64? { id.flatMap { StreamID($0) }?.sequence }

  /// The value under a path of its data.
  subscript(path: String...) -> JSONValue? { JSONValue(Array(data.utf8))?[path] }
}

/// Cuts bytes, in whatever pieces they come, into messages (WHATWG HTML 9.2.6).
struct StreamParser {
  private var rest: [UInt8] = []

  /// The messages that end in these bytes.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [StreamMessage] {
    var messages: [StreamMessage] = []
    for byte in bytes {
      rest.append(byte)
      guard rest.suffix(2) == Array("\n\n".utf8)[...] else { continue }
      var message = StreamMessage()
      for line in String(decoding: rest, as: UTF8.self).split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        switch parts[0] {
        case "id": message.id = value
        case "event": message.event = value
        case "data": message.data += value
        default: break
        }
      }
      messages.append(message)
      rest = []
    }
    return messages
  }
}

/// A display that reads the stream until it is dropped.
final class StreamClient {
  let status: Int
  // One task reads a client.
  private nonisolated(unsafe) var body: HTTPClientResponse.Body.AsyncIterator
  private var parser = StreamParser()
  private var read: [StreamMessage] = []

  /// Streams stay open, and many of them.
  static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1000
    configuration.tlsConfiguration = .makeClientConfiguration()
    configuration.tlsConfiguration?.certificateVerification = .none
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  init(
    _ harness: WebHarness, after id: String? = nil, since: String? = nil, as role: Role = .view
  ) async throws {
    let query = since.map { "?since=\($0)" } ?? ""
    var request = HTTPClientRequest(url: "\(harness.url)/api/v1/stream\(query)")
    request.headers.add(name: "Authorization", value: "Bearer \(harness.tokens[role] ?? "")")
    if let id { request.headers.add(name: "Last-Event-ID", value: id) }
    let response = try await Self.client.execute(request, timeout: .seconds(120))
    status = Int(response.status.code)
    body = response.body.makeAsyncIterator()
  }

  /// The next message of any kind; nil: the stream has ended.
  func next() async throws -> StreamMessage? {
    while read.isEmpty {
      guard let piece = try await body.next() else { return nil }
      read = parser.take(piece.readableBytesView)
    }
    return read.removeFirst()
  }

  /// The next message of a kind.
  func next(_ event: String) async throws -> StreamMessage? {
    while let message = try await next() {
      if message.event == event { return message }
    }
    return nil
  }

  /// The next so many events of the station.
  func events(_ count: Int) async throws -> [StreamMessage] {
    var events: [StreamMessage] = []
    while events.count < count, let event = try await next("message") { events.append(event) }
    return events
  }

  /// The events up to a number.
  func events(through sequence: Int64) async throws -> [StreamMessage] {
    var events: [StreamMessage] = []
    while (events.last?.sequence ?? 0) < sequence, let event = try await next("message") {
      events.append(event)
    }
    return events
  }
}
