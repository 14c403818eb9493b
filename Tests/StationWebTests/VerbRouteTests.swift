import InfusionCore
import PeerKit
import Records
import Testing
import Vitals

@testable import StationWeb

/// What nurses do over HTTP.
@Suite struct VerbRouteTests {
  @Test func `a verb is answered with what follows and with the bed's state`() async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call(
      "POST", "/api/v1/beds/1/admit", #"{"flags":["osa","copd"],"escort":"named"}"#)
    #expect(answer.status == 200)
    #expect(answer["durable"] == .flag(true))
    #expect(answer["state", "phase"] == .text("preparing"))
    #expect(answer["state", "session", "flags"] == .list([.text("osa"), .text("copd")]))
    #expect(answer["state", "session", "admitted_by"] == .text("nurse"))
    try await harness.end()
  }

  @Test func `a verb that the phase does not allow is refused with the present state`()
    async throws
  {
    let harness = try await WebHarness()
    let answer = try await harness.call("POST", "/api/v1/beds/1/hold")
    #expect(answer.status == 409)
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(answer["state", "phase"] == .text("idle"))
    #expect(answer["detail"] == .text("hold: bed 1 has no session; admit a patient first"))
    try await harness.end()
  }

  /// Each wrong body, and what its answer says.
  private static let bodies: [(verb: String, body: String, says: String)] = [
    ("entry", "{", "the body is no JSON object"),
    ("entry", "[1]", "the body is no JSON object"),
    ("entry", #"{"moaas":9}"#, "no whole number from 0 to 5"),
    ("entry", #"{"hr":1e999}"#, "out of all range"),
    ("entry", #"{"moaas":-1e999}"#, "out of all range"),
    ("entry", #"{"oxygen":1e-400}"#, "out of all range"),
    ("entry", #"{"hr":1e20}"#, "no number that can be kept"),
    ("entry", #"{"moaas":1e-30}"#, "no number that can be kept"),
    ("entry", #"{"moaas":{"a":1}}"#, "neither a text nor a number"),
    ("entry", #"{"a=b":"c"}"#, "is no argument"),
    ("entry", #"{"pain":3,"dance":1}"#, "no argument dance="),
    ("admit", #"{"by":"someone"}"#, "the token's owner"),
    ("admit", #"{"flags":[1]}"#, "neither a text nor a number"),
    ("limit", #"{"condition":"spo2.low","below":85}"#, "lacks reason="),
    ("hold", #"{"reason":5}"#, "is no text"), ("stop", #"{"reason":["a"]}"#, "is no text"),
    ("start", #"{"minutes":[40]}"#, "neither a text nor a number"),
    ("entry", #"{"note":"a\u0001b"}"#, "a control character"),
    ("entry", "{\"note\":\"\(String(repeating: "x", count: 4096))\"}", "longer than 4096 bytes"),
  ]

  @Test(arguments: 0..<bodies.count)
  func `a malformed body is 400, and says why`(number: Int) async throws {
    let wrong = Self.bodies[number]
    let harness = try await WebHarness()
    let answer = try await harness.call("POST", "/api/v1/beds/1/\(wrong.verb)", wrong.body)
    #expect(answer.status == 400)
    #expect(answer.text.contains(wrong.says), "\(answer.text)")
    try await harness.end()
  }

  @Test func `an empty list of risks is none, and null is as if left out`() async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call(
      "POST", "/api/v1/beds/1/admit", #"{"flags":[],"escort":null}"#)
    #expect(answer.status == 200)
    #expect(answer["state", "session", "has_escort"] == .flag(false))
    try await harness.end()
  }

  @Test func `a note is told on one line, and in the order in which it is read`() async throws {
    let harness = try await WebHarness()
    let client = try await StreamClient(harness)
    _ = try await client.next()
    _ = try await harness.call("POST", "/api/v1/beds/1/admit")
    let note = #"{"note":"calm\nand\u202e well"}"#
    #expect(try await harness.call("POST", "/api/v1/beds/1/entry", note).status == 200)
    let told = try await client.events(2).last
    #expect(told?.data.contains("calm and well") == true, "\(told?.data ?? "")")
    try await harness.end()
  }

  @Test func `a body that is too large is 413`() async throws {
    let harness = try await WebHarness()
    let body = String(repeating: " ", count: 70_000)
    #expect(try await harness.call("POST", "/api/v1/beds/1/admit", body).status == 413)
    try await harness.end()
  }

  @Test func `the same key does a verb once, and answers twice`() async throws {
    let harness = try await WebHarness()
    let first = try await harness.call("POST", "/api/v1/beds/1/admit", "{}", key: "k1")
    let second = try await harness.call("POST", "/api/v1/beds/1/admit", key: "k1")
    #expect(first.status == 200)
    #expect(second.status == 200)
    #expect(first["session"] == second["session"])
    let other = try await harness.call(
      "POST", "/api/v1/beds/1/admit", #"{"flags":["osa"]}"#, key: "k1")
    #expect(other.status == 422)
    let anothers = try await harness.call("POST", "/api/v1/beds/1/admit", as: .admin, key: "k1")
    #expect(anothers.status == 409)
    try await harness.end()
  }

  @Test func `a verb that was refused is judged anew when it is sent again with its key`()
    async throws
  {
    let harness = try await WebHarness()
    let refused = try await harness.call("POST", "/api/v1/beds/1/cancel", key: "k1")
    #expect(refused.status == 409)
    _ = try await harness.call("POST", "/api/v1/beds/1/admit")
    let again = try await harness.call("POST", "/api/v1/beds/1/cancel", key: "k1")
    #expect(again.status == 200, "\(again.text)")
    #expect(try await harness.call("POST", "/api/v1/beds/1/cancel", key: "k1").status == 200)
    try await harness.end()
  }

  @Test func `an id that no alert can have is unknown, one that is over is a conflict`()
    async throws
  {
    let harness = try await WebHarness()
    for (id, status) in [("nope", 404), ("1-1-spo2.low-0", 404), ("1-1-spo2.low-3", 409)] {
      let answer = try await harness.call("POST", "/api/v1/alerts/\(id)/acknowledge")
      #expect(answer.status == status, "\(answer.text)")
      #expect(answer.text.contains(id))
    }
    try await harness.end()
  }

  @Test func `what the ledger cannot keep is done, and said to be not durable`() async throws {
    let ledger = DurableLedger()
    let harness = try await WebHarness(ledger: ledger)
    ledger.fail("no space left")
    let answer = try await harness.call("POST", "/api/v1/beds/1/admit")
    #expect(answer.status == 202)
    #expect(answer["durable"] == .flag(false))
    #expect(answer["state", "phase"] == .text("preparing"))
    try await harness.end()
  }

  @Test func `two nurses acknowledge one alert, and it is acknowledged once`() async throws {
    let harness = try await WebHarness()
    harness.links.tell(spo2: 79)
    let id = try await alert(of: harness)
    async let one = harness.call("POST", "/api/v1/alerts/\(id)/acknowledge", as: .nurse)
    async let two = harness.call("POST", "/api/v1/alerts/\(id)/acknowledge", as: .admin)
    #expect(try await [one.status, two.status] == [200, 200])
    let bed = try await harness.call("GET", "/api/v1/beds/1")
    #expect(bed["alerts", "0", "presence"] == .text("ack"))
    #expect(bed["alerts", "1"] == nil)
    try await harness.end()
  }

  @Test func `a nurse on the way is a mark, and the alert stays`() async throws {
    let harness = try await WebHarness()
    harness.links.tell(spo2: 79)
    let id = try await alert(of: harness)
    #expect(try await harness.call("POST", "/api/v1/alerts/\(id)/going").status == 200)
    let bed = try await harness.call("GET", "/api/v1/beds/1")
    #expect(bed["alerts", "0", "going"] == .text("nurse"))
    #expect(bed["alerts", "0", "presence"] == .text("on"))
    try await harness.end()
  }

  @Test func `an alert of the station is acknowledged, and nobody goes to it`() async throws {
    let ledger = DurableLedger()
    let harness = try await WebHarness(ledger: ledger)
    ledger.fail("no space left")
    _ = try await harness.call("POST", "/api/v1/beds/1/admit")
    var id = ""
    try await eventually("the station's alert") {
      let alerts = try await harness.call("GET", "/api/v1/beds")["alerts", "0"]?.fields
      guard case .text(let text)? = alerts?["id"] else { return false }
      id = text
      return true
    }
    let going = try await harness.call("POST", "/api/v1/alerts/\(id)/going")
    #expect(going.status == 409)
    #expect(going["remedy"] == .text("acknowledge it"))
    // Done, and not kept: that is what the alert says.
    #expect(try await harness.call("POST", "/api/v1/alerts/\(id)/acknowledge").status == 202)
    let station = try await harness.call("GET", "/api/v1/beds")
    #expect(station["alerts", "0", "acknowledged_by"] == .text("nurse"))
    try await harness.end()
  }

  private func alert(of harness: WebHarness) async throws -> String {
    var id: JSONValue?
    try await eventually("the alert") {
      id = try await harness.call("GET", "/api/v1/beds/1")["alerts", "0", "id"]
      return id != nil
    }
    guard case .text(let text)? = id else { return "" }
    return text
  }
}
