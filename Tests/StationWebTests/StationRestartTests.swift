import Foundation
import InfusionCore
import PeerKit
import Records
import Station
import Testing
import Vitals

@testable import StationWeb

/// A station that is ended, or killed, and started again on what it has kept.
@Suite struct StationRestartTests {
  @Test func `a display goes on over a restart, without a snapshot`() async throws {
    let folder = NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
    let first = try await WebHarness(ledgerIn: folder)
    let uncut = try await StreamClient(first)
    let opening = try await uncut.next()
    let last = try await first.night(rounds: 2)
    let told = try await uncut.events(through: last)
    try await first.stop()

    let second = try await WebHarness(ledgerIn: folder, start: "s2", port: first.port)
    let end = try await second.night(rounds: 1)
    for (number, message) in told.enumerated() {
      let client = try await StreamClient(second, after: message.id)
      let rest = try await client.events(through: end)
      let missed = told[(number + 1)...]
      let (kept, expected) = (rest.prefix(missed.count).map(\.whenever), missed.map(\.whenever))
      #expect(kept == expected, "after \(message.id ?? "")")
      let numbers = Array((message.sequence ?? 0) + 1...end)
      #expect(rest.compactMap(\.sequence) == numbers)
    }
    #expect(opening?.event == "snapshot")
    try await second.end()
  }

  @Test func `a display goes on over a kill, and no number comes twice`() async throws {
    let folder = NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
    let first = try await WebHarness(ledgerIn: folder)
    let uncut = try await StreamClient(first)
    _ = try await uncut.next()
    let last = try await first.night(rounds: 2)
    let told = try await uncut.events(through: last)
    // What lies there once all is written is what a kill leaves.
    _ = try await first.call("GET", "/api/v1/sessions/1-1")
    let copy = "\(folder)-copy"
    try FileManager.default.copyItem(atPath: folder, toPath: copy)

    let second = try await WebHarness(ledgerIn: copy, start: "s2")
    let end = try await second.night(rounds: 1)
    let known = try #require(told.first)
    let client = try await StreamClient(second, after: known.id)
    let rest = try await client.events(through: end)
    let (kept, expected) = (rest.prefix(told.count - 1), told.dropFirst())
    #expect(kept.map(\.whenever) == expected.map(\.whenever))
    let numbers = rest.compactMap(\.sequence)
    let isRising = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    #expect(isRising)
    let others = rest.dropFirst(told.count - 1).filter { !($0.id ?? "").hasPrefix("s2-") }
    #expect(others == [])
    try await first.end()
    try await second.end()
  }

  @Test func `a key that was sent before a restart does nothing after it`() async throws {
    let folder = NSTemporaryDirectory() + "infusionwatch-web-\(UUID().uuidString)"
    let first = try await WebHarness(ledgerIn: folder)
    let done = try await first.call("POST", "/api/v1/beds/1/admit", "{}", key: "k1")
    let refused = try await first.call("POST", "/api/v1/beds/2/stop", "{}", key: "k2")
    try await first.stop()
    let second = try await WebHarness(ledgerIn: folder, start: "s2")
    let again = try await second.call("POST", "/api/v1/beds/1/admit", "{}", key: "k1")
    #expect(done.status == 200 || done.status == 202)
    #expect(again.status == 200)
    #expect(again["durable"] == .flag(true))
    #expect(again["state", "session", "id"] == done["state", "session", "id"])
    let stop = try await second.call("POST", "/api/v1/beds/2/stop", "{}", key: "k2")
    #expect(refused.status == 409)
    #expect(stop.status == 409)
    let other = try await second.call("POST", "/api/v1/beds/2/admit", "{}", key: "k1")
    #expect(other.status == 422)
    #expect(try await second.call("GET", "/api/v1/sessions")["sessions", "1"] == nil)
    try await second.end()
  }

  @Test func `an answer that is given again is durable once the ledger has it`() async throws {
    let ledger = DurableLedger()
    let house = try await WebHarness(ledger: ledger)
    ledger.fail("no space left")
    for _ in 0..<2 {
      let answer = try await house.call("POST", "/api/v1/beds/1/admit", "{}", key: "k1")
      #expect(answer.status == 202)
      #expect(answer["durable"] == .flag(false))
    }
    ledger.fail(nil)
    _ = try await house.call("POST", "/api/v1/beds/2/admit")
    let answer = try await house.call("POST", "/api/v1/beds/1/admit", "{}", key: "k1")
    #expect(answer.status == 200)
    #expect(answer["durable"] == .flag(true))
    try await house.end()
  }

  @Test func `an acknowledgement sent again after the alert's end has its answer`() async throws {
    let house = try await WebHarness()
    house.links.tell(hr: 72, spo2: 78)
    var id = ""
    try await eventually("the alert") {
      let alert = try await house.call("GET", "/api/v1/beds/1")["alerts", "0", "id"]
      if case .text(let text)? = alert { id = WebHarness.escaped(text) }
      return !id.isEmpty
    }
    let path = "/api/v1/alerts/\(id)/acknowledge"
    #expect(try await house.call("POST", path, key: "k1").status == 200)
    let other = try await house.call("POST", "/api/v1/alerts/\(id)/going", key: "k1")
    #expect(other.status == 422)
    house.links.tell(hr: 72, spo2: 98)
    try await eventually("its end", within: 150) {
      house.links.tell(hr: 72, spo2: 98)
      return try await house.call("POST", path).status == 409
    }
    #expect(try await house.call("POST", path, key: "k1").status == 200)
    try await house.end()
  }

  @Test func `what a failing ledger could not keep is said so, until it heals`() async throws {
    let ledger = DurableLedger()
    let house = try await WebHarness(ledger: ledger)
    house.web.readiness.begin()
    let client = try await StreamClient(house)
    _ = try await client.next()
    ledger.fail("no space left")
    _ = try await house.call("POST", "/api/v1/beds/1/admit")
    let admitted = try await client.next("message")
    #expect(admitted?["event"] == .text("session.admitted"))
    #expect(admitted?["durable"] == .flag(false))
    let alert = try await client.next("message")
    #expect(alert?["alert", "condition"] == .text("station.ledger"))
    // It watches all the same: a restart would mend no disk.
    #expect(try await house.call("GET", "/healthz").status == 200)
    #expect(try await house.call("GET", "/readyz").status == 200)
    #expect(try await house.figure("ledger_failing") == "1")
    ledger.fail(nil)
    _ = try await house.call("POST", "/api/v1/beds/2/admit")
    var message = try await client.next("message")
    while message?["alert", "condition"] != .text("station.ledger") {
      message = try await client.next("message")
    }
    #expect(message?["event"] == .text("alert.closed"))
    #expect(message?["durable"] != .flag(false))
    #expect(try await house.figure("ledger_failing") == "0")
    try await house.end()
  }
}
