import InfusionCore
import Monitors
import PeerKit
import Records
import Testing
import Vitals

@testable import StationWeb

/// What a station at work answers, field by field beside the contract.
@Suite struct ContractAnswerTests {
  private let contract: ContractDocument

  init() throws { contract = try ContractDocument() }

  /// Verbs through a whole session, each with its body.
  private static let session: [(verb: String, body: String)] = [
    ("admit", #"{"flags":["osa","copd"],"escort":"named","protocol":"ketamine-40"}"#),
    ("baseline", #"{"bp":"124/78/93"}"#),
    ("start", #"{"minutes":40,"reason":"seen","authorised_by":"Dr. May"}"#),
    ("limit", #"{"condition":"spo2.low","below":85,"reason":"used to it"}"#),
    (
      "entry",
      #"{"moaas":4,"dissociation":2,"nausea":1,"pain":2,"oriented":true,"gait":"unsteady","rr":14,"#
        + #""symptom":"visual","vomiting":false,"note":"calm","medication":"other","oxygen":2,"#
        + #""hr":80,"spo2":97,"bp":"130/80","escort":"named","prescriber":"Dr. May"}"#
    ),
    ("alarm-pause", #"{"vital":"spo2","minutes":2,"reason":"new probe"}"#),
    ("going", #"{"alert":"bed.symptom"}"#), ("ack", #"{"alert":"bed.symptom"}"#),
    ("audio-pause", #"{"seconds":30}"#), ("hold", #"{"reason":"wait"}"#),
    ("away", #"{"reason":"bathroom"}"#), ("back", ""), ("continue", ""),
    ("handover", #"{"from":"anna","to":"ben"}"#), ("emergency", ""), ("stop", ""),
  ]

  @Test func `every field of a bed, of the station and of each verb's answer is described`()
    async throws
  {
    let harness = try await WebHarness(isSimulated: true)
    try await begin(harness)
    for (verb, body) in Self.session {
      let answer = try await harness.call("POST", "/api/v1/beds/1/\(verb)", body)
      #expect(answer.status == 200, "\(verb): \(answer.text)")
      try expect(answer, is: "Done", "\(verb)")
      try expect(try await harness.call("GET", "/api/v1/beds/1"), is: "BedNow", "\(verb)")
    }
    harness.links.tell(.linkDown(reason: "cable pulled"), bed: "2")
    try await eventually("the fault") {
      try await harness.call("GET", "/api/v1/beds/2")["faults", "0"] != nil
    }
    for call in ["start-of-day", "end-of-day"] {
      let answer = try await harness.call("POST", "/api/v1/station/\(call)")
      try expect(answer, is: "Done", call)
    }
    let station = try await harness.call("GET", "/api/v1/beds")
    #expect(station["beds", "0", "readiness", "ready"] == .flag(false))
    try expect(station, is: "Station", "station")
    try expect(try await harness.call("GET", "/api/v1/me"), is: "Caller", "me")
    let refused = try await harness.call("POST", "/api/v1/beds/1/hold")
    #expect(refused.status == 409)
    try expect(refused, is: "Problem", "hold")
    try await harness.end()
  }

  @Test func `every field of every message of the stream is described`() async throws {
    let harness = try await WebHarness()
    async let heard = harness.stream(until: { $0.kind == "heartbeat" && $0.number("number") > 1 })
    try await begin(harness)
    for (verb, body) in Self.session {
      _ = try await harness.call("POST", "/api/v1/beds/1/\(verb)", body)
    }
    _ = try await harness.call("POST", "/api/v1/station/start-of-day")
    _ = try await harness.call("POST", "/api/v1/beds/1/undo")
    harness.links.tell(hr: 80, spo2: 98)
    let messages = try await heard
    let kinds = contract[
      "paths", "/api/v1/stream", "get", "responses", "200", "content", "text/event-stream",
      "x-messages"]?.fields
    #expect(Set(messages.map(\.kind)) == Set(kinds?.keys ?? [:].keys))
    for message in messages {
      guard case .text(let reference)? = kinds?[message.kind]?.fields["$ref"] else { continue }
      let schema = reference.split(separator: "/").last.map(String.init) ?? ""
      #expect(contract.faults(of: message.data, against: schema) == [], "\(message)")
    }
    try await harness.end()
  }

  @Test func `why a client gets a snapshot instead of what it missed is described`()
    async throws
  {
    let harness = try await WebHarness()
    let client = try await StreamClient(harness, since: "99999")
    let snapshot = try #require(try await client.next())
    #expect(snapshot["reason"] == .text("unknown"))
    let value = try #require(JSONValue(Array(snapshot.data.utf8)))
    #expect(contract.faults(of: value, against: "Snapshot") == [])
    try await harness.end()
  }

  @Test func `every field of a kept session is described`() async throws {
    let harness = try await WebHarness(ledgerIn: WebHarness.newFolder)
    try await begin(harness)
    for (verb, body) in Self.session.prefix(6) {
      _ = try await harness.call("POST", "/api/v1/beds/1/\(verb)", body)
    }
    let list = try await harness.call("GET", "/api/v1/sessions")
    try expect(list, is: "Sessions", "sessions")
    let session = try await harness.call("GET", "/api/v1/sessions/1-1")
    #expect(session["events", "0", "event"] == .text("session.admitted"))
    try expect(session, is: "KeptSession", "session")
    try await harness.end()
  }

  @Test func `what the contract does not describe is found`() throws {
    let caller = try #require(JSONValue(Array(#"{"name":1,"role":"boss","age":7}"#.utf8)))
    #expect(contract.faults(of: caller, against: "Caller").count == 3)
    #expect(contract.faults(of: .object([:]), against: "Caller").count == 2)
    #expect(contract.faults(of: .object([:]), against: "KeptSession").count == 9)
  }

  /// Numbers and a low saturation on bed 1, before anybody comes.
  private func begin(_ harness: WebHarness) async throws {
    harness.links.tell(hr: 80, spo2: 78)
    try await eventually("the alert") {
      try await harness.call("GET", "/api/v1/beds/1")["vitals", "spo2", "value"] == .number(78)
    }
  }

  private func expect(_ answer: WebAnswer, is schema: String, _ what: String) throws {
    let value = try #require(answer[], "\(what): \(answer.text)")
    #expect(contract.faults(of: value, against: schema) == [], "\(what)")
  }
}
