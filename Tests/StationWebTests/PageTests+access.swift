import InfusionCore
import PeerKit
import Records
import Testing

@testable import StationWeb

/// The page for everybody: with a keyboard or a screen reader, on a telephone or a wall.
extension PageTests {
  @Test(arguments: [360, 1920])
  func `axe finds nothing, and nothing is wider than the screen`(width: Int) async throws {
    let house = try await PageHarness(beds: ["1", "2", "3", "4"])
    let stranger = try await house.visit("stranger", "/", width: width)
    try await eventually("it asks") { try await stranger.count("#ask") == 1 }
    #expect(try await stranger.texts("axe") == [])
    for bed in 1...3 { _ = try await house.web.call("POST", "/api/v1/beds/\(bed)/admit") }
    _ = try await house.web.call("POST", "/api/v1/beds/3/away", #"{"reason":"toilet"}"#)
    house.web.links.tell(hr: 72, spo2: 97)
    house.tellCuff(172, 78, 93)
    house.desaturate(bed: "2")
    let page = try await house.open(width: width)
    try await page.shows("#alerts li:nth-child(2)", "Bed 1")
    #expect(try await page.texts("axe") == [])
    let wider = "document.documentElement.scrollWidth > innerWidth"
    #expect(try await page.tell("look", wider) == .flag(false))
    try await page.tell("click", .tile("1", "[data-verb=entry]"))
    try await eventually("the form") { try await page.count("#form") == 1 }
    #expect(try await page.texts("axe") == [])
    #expect(try await page.text("#form-alert").contains("Bed 2: SpO2 78 %"))
    try await page.tell("press", "Escape #form")
    try await house.relay.tell("cut")
    try await page.shows("#banner", "No connection since ")
    #expect(try await page.texts("axe") == [])
    try await house.end()
  }
}
