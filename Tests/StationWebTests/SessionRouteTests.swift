import Foundation
import InfusionCore
import Records
import Station
import Testing
import Vitals

@testable import StationWeb

/// A whole session through the API, and its recording.
@Suite struct SessionRouteTests {
  @Test(arguments: [false, true])
  func `a session from admit to discharge replays to its own events`(isRestarted: Bool)
    async throws
  {
    let folder = NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
    let clock = HandClock()
    var house = try await WebHarness(ledgerIn: folder, timebase: clock)
    try await prepare(house, clock)
    try await infuse(house, clock)
    if isRestarted {
      try await house.stop()
      clock.pass(.seconds(40))
      house = try await WebHarness(ledgerIn: folder, start: "s2", timebase: clock)
      #expect(try await house.bed["phase"] == .text("infusing"))
    }
    await house.pass(300, on: clock)
    try await recover(house, clock)
    try await expectRecording(of: house, isBlind: isRestarted)
    try await house.end()
  }

  private func prepare(_ house: WebHarness, _ clock: HandClock) async throws {
    await house.pass(5, on: clock)
    let admitted = try await house.done("admit", #"{"flags":["osa"],"escort":"named"}"#)
    #expect(admitted["state", "phase"] == .text("preparing"))
    for _ in 0..<2 {
      await house.cuff(122, 78, 93)
      await house.pass(70, on: clock)
    }
    let baseline = try await house.done("baseline")
    #expect(baseline["state", "session", "baseline", "sbp"] == .number(122))
  }

  private func infuse(_ house: WebHarness, _ clock: HandClock) async throws {
    let started = try await house.done("start", #"{"minutes":40}"#)
    #expect(started["state", "phase"] == .text("infusing"))
    await house.pass(120, on: clock)
    #expect(try await house.clock("drug_clock") == 120)
    _ = try await house.done("hold", #"{"reason":"vomiting"}"#)
    await house.pass(60, on: clock)
    #expect(try await house.clock("drug_clock") == 120)
    #expect(try await house.bed["session", "drug_clock_running"] == .flag(false))
    _ = try await house.done("continue")
    _ = try await house.done("entry", #"{"dissociation":2,"note":"calm, eyes closed"}"#)
    await house.pass(30, on: clock, spo2: 78)
    let alerts = try await house.bed["alerts"]
    guard case .list(let list)? = alerts,
      case .text(let id)? = list.first(where: { $0[["condition"]] == .text("spo2.low") })?[["id"]]
    else {
      Issue.record("no spo2.low in \(String(describing: alerts))")
      return
    }
    let path = "/api/v1/alerts/\(WebHarness.escaped(id))/acknowledge"
    #expect([200, 202].contains(try await house.call("POST", path).status))
    await house.pass(60, on: clock)
  }

  private func recover(_ house: WebHarness, _ clock: HandClock) async throws {
    _ = try await house.done("stop")
    let undone = try await house.done("undo")
    #expect(undone["state", "phase"] == .text("infusing"))
    let stopped = try await house.done("stop")
    #expect(stopped["state", "phase"] == .text("recovering"))
    await house.cuff(126, 80, 95)
    await house.pass(600, on: clock)
    #expect(try await house.clock("recovery_clock") == 600)
    let early = try await house.call("POST", "/api/v1/beds/1/discharge")
    #expect(early.status == 409)
    let leave = #"{"authorised_by":"dr-lee","reason":"goes by ambulance"}"#
    _ = try await house.done("discharge", leave)
    #expect(try await house.bed["phase"] == .text("idle"))
    let back = try await house.done("undo")
    #expect(back["state", "phase"] == .text("recovering"))
    await house.pass(30, on: clock)
    _ = try await house.done("discharge", leave)
    await house.pass(30, on: clock)
  }

  private func expectRecording(of house: WebHarness, isBlind: Bool) async throws {
    let list = try await house.call("GET", "/api/v1/sessions")
    #expect(list["sessions", "0", "id"] == .text("1-1"))
    #expect(list["sessions", "0", "phase"] == .text("closed"))
    #expect(list["sessions", "1"] == nil)
    let session = try await house.call("GET", "/api/v1/sessions/1-1")
    guard case .list(let events)? = session["events"] else { throw CancellationError() }
    #expect(events.first?[["event"]] == .text("session.admitted"))
    let recording = try await house.call("GET", "/api/v1/sessions/1-1/recording")
    #expect(recording.headers["content-type"] == "text/csv; charset=utf-8")
    #expect(recording.text.contains("blind") == isBlind)
    let replayed = try replay(recording.text)
    let told = events.map { Self.plain($0) }
    let first = zip(told, replayed).first { $0 != $1 }
    #expect(first == nil)
    #expect(replayed.count == told.count)
  }

  /// What a recording replays to, as JSON.
  private func replay(_ text: String) throws -> [JSONValue] {
    let path = NSTemporaryDirectory() + "infusionwatch-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let scan = try RecordingScan(RecordingFile(path: path))
    let rules = try Replay.Rules(of: scan, chosen: nil, usual: "none") {
      name, line throws(RecordingError) in
      throw RecordingError(file: "-", line: line, "\(name) is not carried", remedy: "carry it")
    }
    var replay = try Replay(scan, rules: rules)
    var events: [JSONValue] = []
    while let event = try replay.nextEvent() {
      guard event.session == "1-1" else { continue }
      var json = JSONText()
      EventWriter(axis: .admission, wall: WallClock()).writeObject(event, sequence: 1, to: &json)
      events.append(Self.plain(JSONValue(json.bytes) ?? .null))
    }
    return events
  }

  /// An event without what another axis shows otherwise, and without its number.
  private static func plain(_ event: JSONValue) -> JSONValue {
    guard case .object(var fields) = event else { return event }
    for key in ["seq", "durable", "time", "message", "until", "at"] { fields[key] = nil }
    if case .object(var alert)? = fields["alert"] {
      for key in ["onset", "message"] { alert[key] = nil }
      fields["alert"] = .object(alert)
    }
    return .object(fields)
  }
}

extension WebHarness {
  /// Bed 1 as it is now.
  var bed: WebAnswer { get async throws { try await call("GET", "/api/v1/beds/1") } }

  /// A clock of bed 1's session, in whole seconds: each turn is a moment of its own.
  func clock(_ name: String) async throws -> Double? {
    guard case .number(let seconds)? = try await bed["session", name] else { return nil }
    return seconds.rounded()
  }

  /// A verb on bed 1 that is not refused.
  func done(_ verb: String, _ body: String? = nil) async throws -> WebAnswer {
    let answer = try await call("POST", "/api/v1/beds/1/\(verb)", as: .prescriber, body)
    #expect([200, 202].contains(answer.status), "\(verb): \(answer.text)")
    return answer
  }
}
