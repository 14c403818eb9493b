import Foundation
import InfusionCore
import PeerKit
import Records
import Testing

@testable import StationWeb

/// The page when the network fails, and who may open it.
extension PageTests {
  @Test func `a cut stream is said loudly, and what happened meanwhile is not missed`()
    async throws
  {
    let house = try await PageHarness()
    let page = try await house.open()
    house.desaturate()
    try await page.shows("#alerts .headline", "SpO2 78 %")
    try await house.relay.tell("cut")
    try await page.shows("#banner", "No connection since ")
    #expect(try await page.count(".cut .number") > 0)
    house.desaturate(bed: "2")
    let beds = try await house.web.call("GET", "/api/v1/beds/1")
    guard case .text(let id)? = beds["alerts", "0", "id"] else { throw CancellationError() }
    let path = "/api/v1/alerts/\(WebHarness.escaped(id))/acknowledge"
    #expect(try await house.web.call("POST", path).status == 200)
    try await house.relay.tell("mend")
    try await eventually("the banner goes") { try await page.count("#banner") == 0 }
    try await page.shows("#alerts li:nth-child(1)", "Bed 2 SpO2 78 %")
    try await page.shows("#alerts li:nth-child(2)", "nurse knows")
    try await eventually("every event came once") {
      let last = try await house.web.call("GET", "/api/v1/beds")["seq"]
      let seen = try await page.texts(
        "look", "[...document.querySelectorAll('#events li')].map(e => e.dataset.seq)")
      guard case .number(let last)? = last, let first = seen.last.flatMap({ Int($0) }) else {
        return false
      }
      return seen.reversed() == (first...Int(last)).map(String.init)
    }
    try await house.end()
  }

  @Test func `a connection over which nothing comes is a cut one`() async throws {
    let house = try await PageHarness()
    let page = try await house.open()
    house.web.links.tell(hr: 72, spo2: 97)
    try await page.shows(.vital("hr", ".number"), "72")
    try await house.relay.tell("freeze")
    try await page.shows("#banner", "No connection since ")
    try await house.relay.tell("mend")
    try await eventually("the banner goes") { try await page.count("#banner") == 0 }
    try await house.end()
  }

  @Test func `a cut that lasts is heard, too`() async throws {
    let house = try await PageHarness()
    let page = try await house.open()
    try await page.tell("click", "#sound")
    try await page.shows("#sound", "Sound is on")
    try await house.relay.tell("cut")
    try await eventually("the burst of a medium alert") {
      guard case .text(let burst) = try await page.tell("look", "document.body.dataset.sounded")
      else { return false }
      return burst.hasPrefix("medium ")
    }
    try await house.end()
  }

  @Test func `a station that was never reached is said to be so`() async throws {
    let house = try await PageHarness()
    let page = try await house.visit("page", "/")
    try await eventually("it asks") { try await page.count("#ask") == 1 }
    try await house.relay.tell("cut")
    try await page.tell("fill", "#token = \(house.web.tokens[.nurse] ?? "")")
    try await page.tell("press", "Enter #token")
    try await page.shows("#banner", "No connection. Look at the bedside monitors.")
    #expect(try await page.count("#board") == 0)
    try await house.relay.tell("mend")
    try await page.shows("#link", "Connected")
    #expect(try await page.count("#banner") == 0)
    try await house.end()
  }

  @Test func `a token leaves the address, and a wrong one is asked for again`() async throws {
    let house = try await PageHarness()
    let page = try await house.visit("page", "/#token=wrong")
    try await eventually("it asks") { try await page.count("#ask") == 1 }
    #expect(try await page.tell("look", "location.hash") == .text(""))
    #expect(try await page.count("#board") == 0)
    try await page.tell("fill", "#token = \(house.web.tokens[.nurse] ?? "")")
    try await page.tell("press", "Enter #token")
    try await page.shows("#who", "nurse (nurse)")
    try await page.shows("#link", "Connected")
    try await page.tell("click", "#leave")
    #expect(try await page.count("#board") == 0)
    try await house.end()
  }

  @Test func `each heartbeat that was shown is confirmed, and an alert sounds once sound is on`()
    async throws
  {
    let house = try await PageHarness()
    let page = try await house.open()
    try await page.shows("#sound", "Sound is off")
    try await page.tell("click", "#sound")
    try await page.shows("#sound", "Sound is on")
    house.desaturate()
    try await eventually("the burst of a high alert") {
      guard case .text(let burst) = try await page.tell("look", "document.body.dataset.sounded")
      else { return false }
      return burst.hasPrefix("high ")
    }
    try await eventually("two receipts") {
      let answers = try await page.texts("answers")
      return answers.filter { $0 == "POST /api/v1/stream/receipt 204" }.count >= 2
    }
    try await house.end()
  }
}
