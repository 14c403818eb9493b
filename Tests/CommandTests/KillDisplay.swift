import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Records
import Synchronization

/// A display on the alert stream that comes back after each loss, and remembers everything.
final class KillDisplay: Sendable {
  /// One event as it was told.
  struct Told: Hashable, Sendable {
    var id: String
    var sequence: Int64
    var text: String
    var isDurable: Bool
  }
  private let state = Mutex<(told: [Told], last: String?, snapshots: Int)>(([], nil, 0))
  private let task = Mutex<Task<Void, Never>?>(nil)

  var told: [Told] { state.withLock(\.told) }
  var snapshots: Int { state.withLock(\.snapshots) }

  /// Reads until the station is gone.
  func begin(_ url: String, token: String) {
    let reading = Task { _ = try? await read(url, token) }
    task.withLock { $0 = reading }
  }

  func end() async {
    let reading = task.withLock { task in
      defer { task = nil }
      return task
    }
    reading?.cancel()
    await reading?.value
  }

  private func read(_ url: String, _ token: String) async throws {
    var request = HTTPClientRequest(url: "\(url)/api/v1/stream")
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let last = state.withLock(\.last) { request.headers.add(name: "Last-Event-ID", value: last) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(600))
    var rest = Data()
    let end = Data([0x0A, 0x0A])
    for try await part in response.body {
      rest.append(contentsOf: part.readableBytesView)
      while let found = rest.range(of: end) {
        take(String(decoding: rest[..<found.lowerBound], as: UTF8.self))
        rest = Data(rest[found.upperBound...])
      }
    }
  }

  private func take(_ message: String) {
    var (id, kind, data) = ("", "message", "")
    for line in message.split(separator: "\n") {
      if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
      if line.hasPrefix("event: ") { kind = String(line.dropFirst(7)) }
      if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
    }
    state.withLock { state in
      if kind == "snapshot" {
        state.snapshots += 1
        state.last = id
      }
      guard kind == "message", let number = id.split(separator: "-").last.flatMap({ Int64($0) })
      else { return }
      state.last = id
      let isDurable = !data.contains("\"durable\":false")
      let text = data.replacing(",\"durable\":false", with: "")
      state.told.append(Told(id: id, sequence: number, text: text, isDurable: isDurable))
    }
  }
}
