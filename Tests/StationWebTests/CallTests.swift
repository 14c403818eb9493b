import Records
import Testing

@testable import StationWeb

/// Calls that the station does not know, and those that ask for the head alone.
@Suite struct CallTests {
  @Test(arguments: ["/api/v1/dance", "/api/v1", "/dance", "/api/v1/beds/1/admit/now"])
  func `an unknown path is 404, and says where the contract is`(path: String) async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call("GET", path)
    #expect(answer.status == 404)
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(answer["detail"] == .text("there is nothing at \(path); see /api/v1/openapi.json"))
    try await harness.end()
  }

  /// Each wrong call, and what its path takes.
  private static let wrong = [
    ("DELETE", "/api/v1/beds", "GET, HEAD"), ("GET", "/api/v1/beds/1/admit", "POST"),
    ("PUT", "/api/v1/stream/receipt", "POST"), ("POST", "/healthz", "GET, HEAD"),
    ("TRACE", "/api/v1/sessions/1-1", "GET, HEAD"), ("POST", "/", "GET, HEAD"),
  ]

  @Test(arguments: 0..<wrong.count)
  func `a known path with another method is 405, and says which it takes`(
    number: Int
  ) async throws {
    let (method, path, allowed) = Self.wrong[number]
    let harness = try await WebHarness()
    let answer = try await harness.call(method, path)
    #expect(answer.status == 405)
    #expect(answer.headers["allow"] == allowed)
    #expect(answer["remedy"] == .text("use \(allowed)"))
    try await harness.end()
  }

  @Test(arguments: ["/api/v1/beds", "/api/v1/stream", "/api/v1/openapi.json", "/healthz"])
  func `HEAD answers as GET does, without the body`(path: String) async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call("HEAD", path)
    #expect(answer.status == 200)
    #expect(answer.text == "")
    let nobody = try await harness.call("HEAD", "/api/v1/beds", as: nil)
    #expect(nobody.status == 401)
    #expect(nobody.text == "")
    try await harness.end()
  }

  @Test(arguments: ["dance", "test-", "-1", "test-1.5", String(repeating: "1", count: 65)])
  func `a stream that is to go on after no id is 400`(id: String) async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call("GET", "/api/v1/stream?since=\(id)")
    #expect(answer.status == 400)
    #expect(answer["remedy"] == .text("send the id of the last event, or none"))
    try await harness.end()
  }

  /// Each wrong receipt.
  private static let receipts = [
    #"{"seq":1.5,"heartbeat":1,"visible":true,"audible":true}"#,
    #"{"seq":1,"heartbeat":-1,"visible":true,"audible":true}"#,
    #"{"seq":1,"heartbeat":1,"visible":1,"audible":true}"#, "",
  ]

  @Test(arguments: receipts)
  func `a receipt that counts in fractions or says too little is 400`(body: String) async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call("POST", "/api/v1/stream/receipt", body)
    #expect(answer.status == 400)
    try await harness.end()
  }

  @Test func `a receipt that is too large is 413`() async throws {
    let harness = try await WebHarness()
    let body = String(repeating: " ", count: ReceiptRoute.largest + 1)
    #expect(try await harness.call("POST", "/api/v1/stream/receipt", body).status == 413)
    try await harness.end()
  }
}
