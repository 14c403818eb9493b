import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Records

@testable import StationWeb

/// One message of the alert stream, as a client reads it.
struct ToldMessage: Sendable {
  /// `message` where there is no `event:`.
  var kind = "message"
  var data = JSONValue.null

  init?(_ lines: [Substring]) {
    for line in lines {
      if line.hasPrefix("event: ") { kind = String(line.dropFirst(7)) }
      if line.hasPrefix("data: ") { data = JSONValue(Array(line.dropFirst(6).utf8)) ?? .null }
    }
    if data == .null { return nil }
  }

  func number(_ key: String) -> Double {
    if case .number(let number)? = data.fields[key] { number } else { 0 }
  }
}

extension WebHarness {
  /// The messages of a fresh client, up to the first that is as wanted.
  func stream(
    until isLast: @Sendable (ToldMessage) -> Bool
  ) async throws -> [ToldMessage] {
    var request = HTTPClientRequest(url: "\(url)/api/v1/stream")
    request.headers.add(name: "Authorization", value: "Bearer \(tokens[.view] ?? "")")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
    var rest = ""
    var messages: [ToldMessage] = []
    for try await part in response.body {
      rest += String(buffer: part)
      while let end = rest.range(of: "\n\n") {
        let message = ToldMessage(rest[..<end.lowerBound].split(separator: "\n"))
        rest = String(rest[end.upperBound...])
        guard let message else { continue }
        messages.append(message)
        if isLast(message) { return messages }
      }
    }
    return messages
  }
}
